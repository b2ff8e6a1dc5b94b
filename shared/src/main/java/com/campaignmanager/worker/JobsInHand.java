package com.campaignmanager.worker;

import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.time.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that a run has taken off the Redis list and not served yet. A failed message can be found only by a job
 * pushed by hand, so no job is dropped before a claim had room for its message.
 */
final class JobsInHand {
    private static final Logger log = LoggerFactory.getLogger(JobsInHand.class);
    private static final int MAX_JOBS = 2_000;

    /** A Redis that doesn't answer costs a command's time-out, in which nothing is recorded and nothing begins. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(10);

    private final SendQueue queue;
    private final Clock clock;
    private final Pause pause;
    private final Set<Long> messageIds = new HashSet<>();
    private int wanted;
    private Instant leftAloneUntil = Instant.MIN;

    JobsInHand(SendQueue queue, Clock clock, Pause pause, int wanted) {
        this.queue = queue;
        this.clock = clock;
        this.pause = pause;
        this.wanted = wanted;
    }

    /** The messages that jobs name, for the next claim. */
    Set<Long> take() {
        int room = wanted - messageIds.size();
        if (room > 0 && isAsked()) {
            try {
                messageIds.addAll(queue.take(room));
            } catch (QueueUnavailableException e) {
                leaveAlone(e);
            }
        }
        return Collections.unmodifiableSet(messageIds);
    }

    /** The messages that jobs in hand name. */
    Set<Long> inHand() {
        return Collections.unmodifiableSet(messageIds);
    }

    /**
     * A claim has looked up the jobs. It takes at most {@code share} of them, and the rest stays in hand. While most jobs
     * name messages that are sent already, more jobs are taken at once.
     */
    void lookedUp(Collection<Long> claimed, int share) {
        int before = messageIds.size();
        messageIds.removeAll(claimed);
        int served = before - messageIds.size();
        boolean mayHoldMore = served >= share;
        if (!mayHoldMore) {
            messageIds.clear();
        }
        wanted = mayHoldMore || served >= before / 2 ? share : Math.min(MAX_JOBS, 2 * wanted);
    }

    /** Whether there are jobs, in hand or on the list. */
    boolean areThere() {
        if (!messageIds.isEmpty()) {
            return true;
        }
        try {
            return isAsked() && queue.length() > 0;
        } catch (QueueUnavailableException e) {
            leaveAlone(e);
            return false;
        }
    }

    /** Waits for a job, at most that long. */
    void await(Duration atMost) throws InterruptedException {
        if (!isAsked()) {
            pause.last(atMost);
            return;
        }
        try {
            messageIds.addAll(queue.await(atMost));
        } catch (QueueUnavailableException e) {
            leaveAlone(e);
        }
    }

    /**
     * Puts the jobs on the list again at the end of the run.
     *
     * @param unbegun messages that the run has claimed and leaves, which get a job as well
     */
    void giveBack(Collection<Long> unbegun) {
        messageIds.addAll(unbegun);
        try {
            queue.push(List.copyOf(messageIds));
        } catch (QueueUnavailableException e) {
            log.warn("{} jobs are not on the list again: {}", messageIds.size(), e.getMessage());
        }
        messageIds.clear();
    }

    private boolean isAsked() {
        return !clock.instant().isBefore(leftAloneUntil);
    }

    private void leaveAlone(QueueUnavailableException e) {
        log.warn("continuing without Redis for {} s: {}", LEFT_ALONE.toSeconds(), e.getMessage());
        leftAloneUntil = clock.instant().plus(LEFT_ALONE);
    }
}
