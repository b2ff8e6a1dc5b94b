package com.campaignmanager.worker;

import com.campaignmanager.log.RequestId;
import com.campaignmanager.message.MessageOutcome;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.sender.MessageSender.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a record: outcomes to count, campaigns to close, dead letters and ends to tell, more workers to wake.
 * Done by the clock rather than by the message, so that it costs the same at any speed. Whatever asks others than
 * PostgreSQL is done on a thread of its own, so that no send waits for it.
 */
final class AfterRecording implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AfterRecording.class);
    private static final Duration BETWEEN_CLOSES = Duration.ofMillis(100);
    private static final Duration BETWEEN_TELLINGS = Duration.ofSeconds(1);
    private static final Duration LAST_TELLING = Duration.ofSeconds(4);
    private static final Duration BETWEEN_FLUSHES = Duration.ofSeconds(10);

    private final Tools tools;
    private final ExecutorService teller = Executors.newSingleThreadExecutor(
            RequestId.onEachLineOf(Thread.ofPlatform().daemon().name("telling").factory()));
    private final Set<Long> touched = new HashSet<>();
    private Map<Long, List<Long>> deadLetters = new HashMap<>();
    private boolean ended;
    private boolean needsHelp;
    private CompletableFuture<Void> telling = CompletableFuture.completedFuture(null);
    private Instant nextClose;
    private Instant nextTelling;
    private Instant nextFlush;

    AfterRecording(Tools tools) {
        this.tools = tools;
        this.nextClose = tools.clock().instant();
        this.nextTelling = nextClose;
        this.nextFlush = nextClose.plus(BETWEEN_FLUSHES);
    }

    void recorded(Map<Long, Outgoing> messages, List<Finished> finished, Set<Long> recorded) {
        for (Finished one : finished) {
            if (!recorded.contains(one.messageId())) {
                continue;
            }
            tools.metrics().recorded(one.outcome());
            long campaign = messages.get(one.messageId()).campaignId();
            if (!(one.outcome() instanceof MessageOutcome.Retry)) {
                touched.add(campaign);
            }
            if (one.outcome() instanceof MessageOutcome.Failed failed && failed.deadLetter()) {
                deadLetters.computeIfAbsent(campaign, _ -> new ArrayList<>()).add(one.messageId());
            }
        }
        if (!nextClose.isAfter(tools.clock().instant())) {
            closeFinished();
        }
        tellInTime();
        if (!nextFlush.isAfter(tools.clock().instant())) {
            tools.metrics().flush();
            nextFlush = tools.clock().instant().plus(BETWEEN_FLUSHES);
        }
    }

    /**
     * Closes the campaigns of which the last message may have been recorded. If PostgreSQL is away at this moment a later
     * call does, or the scheduler: the sends in flight must not suffer for it.
     */
    void closeFinished() {
        try {
            ended |= !tools.close().close(touched).isEmpty();
            touched.clear();
        } catch (JdbiException e) {
            log.warn("{} campaigns can't be closed now: {}", touched.size(), e.getMessage());
        }
        nextClose = tools.clock().instant().plus(BETWEEN_CLOSES);
    }

    /** There is more than this worker claims at once: one more may help, if there is a slot for it. */
    void needsHelp() {
        needsHelp = true;
        tellInTime();
    }

    private void tellInTime() {
        boolean anything = ended || needsHelp || !deadLetters.isEmpty();
        if (!anything || !telling.isDone() || nextTelling.isAfter(tools.clock().instant())) {
            return;
        }
        nextTelling = tools.clock().instant().plus(BETWEEN_TELLINGS);
        telling = CompletableFuture.runAsync(news(), teller);
    }

    /** All that is to be told at this moment. */
    private Runnable news() {
        Map<Long, List<Long>> letters = deadLetters;
        boolean ends = ended;
        boolean help = needsHelp;
        deadLetters = new HashMap<>();
        ended = false;
        needsHelp = false;
        return () -> {
            try {
                tools.deadLetters().name(letters);
                if (ends) {
                    tools.announce().run();
                }
                if (help && tools.runs().hasFreeSlot()) {
                    tools.wake().workers();
                }
            } catch (RuntimeException e) {
                // Whatever it is: the next telling must not be lost with this one.
                log.warn("left to the next tick: {}", e.toString());
            }
        };
    }

    /** Closes and tells what is left, at the end of the run. */
    @Override
    public void close() {
        closeFinished();
        needsHelp = false;
        try {
            telling.thenRunAsync(news(), teller).get(LAST_TELLING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("not all could be told: {}", e.toString());
        }
        teller.shutdown();
    }
}
