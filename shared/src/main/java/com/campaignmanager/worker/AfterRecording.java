package com.campaignmanager.worker;

import com.campaignmanager.log.RequestId;
import com.campaignmanager.message.FailureKind;
import com.campaignmanager.message.MessageOutcome;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.message.Recorded;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.sender.ErrorEffect;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a record: counts outcomes, closes or pauses campaigns, publishes dead letters and ends, and wakes more workers. It
 * runs by the clock and not once per message, so it costs the same at any speed. All but the counting is done on a thread
 * of its own, since it may wait for a campaign's row, for Redis or for the bus: no send and no renewal of the lease waits
 * for it.
 */
final class AfterRecording implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AfterRecording.class);
    private static final Duration BETWEEN_CLOSES = Duration.ofMillis(100);
    private static final Duration LAST_NEWS = Duration.ofSeconds(4);
    private static final Duration BETWEEN_FLUSHES = Duration.ofSeconds(10);

    private final Consequences consequences;
    private final Metrics metrics;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(RequestId.onEachLineOf(
            Thread.ofPlatform().daemon().name("after-recording").factory()));
    private News news = new News();
    private CompletableFuture<Void> working = CompletableFuture.completedFuture(null);
    private Instant nextNews;
    private Instant nextFlush;

    AfterRecording(Consequences consequences, Metrics metrics, Clock clock) {
        this.consequences = consequences;
        this.metrics = metrics;
        this.clock = clock;
        this.nextNews = clock.instant();
        this.nextFlush = nextNews.plus(BETWEEN_FLUSHES);
    }

    void recorded(List<Finished> finished, Recorded recorded) {
        for (Finished one : finished) {
            if (recorded.ids().contains(one.id())) {
                note(one, recorded);
            }
        }
        lookForNews();
        if (!nextFlush.isAfter(clock.instant())) {
            metrics.flush();
            nextFlush = clock.instant().plus(BETWEEN_FLUSHES);
        }
    }

    private void note(Finished one, Recorded recorded) {
        MessageOutcome outcome = one.outcome();
        FailureKind failed = recorded.failed().get(one.id());
        metrics.recorded(outcome, Optional.ofNullable(failed));
        long campaign = one.message().campaignId();
        if (failed != null || outcome instanceof MessageOutcome.Sent) {
            news.mayHaveFinished(campaign);
        }
        if (failed != null && failed.isRetryable() && isFinal(outcome)) {
            news.deadLetter(campaign, one.id());
        }
        outcome.providerError().ifPresent(error -> {
            if (error.effect() == ErrorEffect.PAUSE_CAMPAIGN) {
                news.brokenTemplate(campaign, error);
            }
            if (error.effect() == ErrorEffect.SUPPRESS) {
                news.optedOut();
            }
        });
        if (outcome instanceof MessageOutcome.Held) {
            news.channelHeld(one.message().message().channel());
        }
    }

    /** A failure that the record decided, for example because of an opt-out, is final as well. */
    private static boolean isFinal(MessageOutcome outcome) {
        return !(outcome instanceof MessageOutcome.Failed failed) || failed.deadLetter();
    }

    /** There is more work than this worker claims at once: another worker may help, if there is a slot for it. */
    void needsHelp() {
        news.needsHelp();
    }

    /** Gives the other thread its work if there is any, at most every 100 ms. */
    void lookForNews() {
        if (news.isEmpty() || !working.isDone() || nextNews.isAfter(clock.instant())) {
            return;
        }
        nextNews = clock.instant().plus(BETWEEN_CLOSES);
        News some = news;
        news = new News();
        working = CompletableFuture.runAsync(() -> follow(some), thread);
    }

    private void follow(News some) {
        try {
            consequences.follow(some);
        } catch (RuntimeException e) {
            // Whatever it is, later work must not be lost with this one.
            log.warn("left to the next tick: {}", e.toString());
        }
    }

    /** Does the rest of the work, at the end of the run. */
    @Override
    public void close() {
        News last = news.withoutHelp();
        news = new News();
        try {
            working.thenRunAsync(() -> follow(last), thread).get(LAST_NEWS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("left to the next tick: {}", e.toString());
        }
        thread.shutdown();
    }
}
