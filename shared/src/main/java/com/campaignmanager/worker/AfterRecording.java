package com.campaignmanager.worker;

import com.campaignmanager.message.Outcome;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.sender.MessageSender.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a record: campaigns to close, dead letters to name, more workers to wake. Done by the clock rather
 * than by the message, so that it costs the same at any speed.
 */
final class AfterRecording {
    private static final Logger log = LoggerFactory.getLogger(AfterRecording.class);
    private static final Duration BETWEEN_CLOSES = Duration.ofMillis(100);
    private static final Duration BETWEEN_WAKES = Duration.ofSeconds(1);

    private final Tools tools;
    private final Set<Long> touched = new HashSet<>();
    private Instant nextClose;
    private Instant nextWake;

    AfterRecording(Tools tools) {
        this.tools = tools;
        this.nextClose = tools.clock().instant();
        this.nextWake = nextClose;
    }

    void recorded(Map<Long, Outgoing> messages, List<Finished> finished, Set<Long> recorded) {
        List<Long> deadLetters = new ArrayList<>();
        for (Finished one : finished) {
            if (!recorded.contains(one.messageId())) {
                continue;
            }
            if (!(one.outcome() instanceof Outcome.Retry)) {
                touched.add(messages.get(one.messageId()).campaignId());
            }
            if (one.outcome() instanceof Outcome.Failed failed && failed.deadLetter()) {
                deadLetters.add(one.messageId());
            }
        }
        tools.queue().nameDeadLetters(deadLetters);
        if (!nextClose.isAfter(tools.clock().instant())) {
            closeFinished();
        }
    }

    /**
     * Closes the campaigns of which the last message may have been recorded. If PostgreSQL is away at this moment a later
     * call does, or the scheduler: the sends in flight must not suffer for it.
     */
    void closeFinished() {
        try {
            tools.close().close(touched);
            touched.clear();
        } catch (JdbiException e) {
            log.warn("{} campaigns can't be closed now: {}", touched.size(), e.getMessage());
        }
        nextClose = tools.clock().instant().plus(BETWEEN_CLOSES);
    }

    /** There is more than this worker claims at once: one more may help, if there is a slot for it. */
    void wakeMore() {
        if (nextWake.isAfter(tools.clock().instant())) {
            return;
        }
        nextWake = tools.clock().instant().plus(BETWEEN_WAKES);
        if (tools.runs().hasFreeSlot()) {
            tools.wake().workers();
        }
    }
}
