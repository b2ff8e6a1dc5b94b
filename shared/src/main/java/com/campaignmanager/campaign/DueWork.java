package com.campaignmanager.campaign;

import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.time.Instant;

/**
 * Announces work before the commit that makes it due, so that no idle hint is ever too late (decision 013), and wakes the
 * function that does the work after the commit.
 */
public final class DueWork {
    private final IdleHint idleHint;
    private final WakeSignal wake;
    private final Clock clock;

    public DueWork(IdleHint idleHint, WakeSignal wake, Clock clock) {
        this.idleHint = idleHint;
        this.wake = wake;
        this.clock = clock;
    }

    /** Something is about to be committed that is due now. @throws QueueUnavailableException if Redis can't be reached */
    void announceOrThrow() {
        idleHint.announceOrThrow();
    }

    /** Something is about to be committed that is due now. */
    public void announceIfPossible() {
        idleHint.announceIfPossible(clock.instant());
    }

    /** Something is about to be committed that is due at that time. */
    void announce(Instant due) {
        idleHint.announceIfPossible(due);
    }

    boolean isPast(Instant instant) {
        return !instant.isAfter(clock.instant());
    }

    /** There are messages to send. */
    void wakeWorkers() {
        wake.workers();
    }

    /** There is a campaign to release or to expand, or messages to fail in chunks. */
    void wakeScheduler() {
        wake.scheduler();
    }
}
