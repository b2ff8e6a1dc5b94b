package com.campaignmanager.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The end of a run's lease, by both clocks of this machine: the wall clock goes on while a function is frozen, and
 * the monotonic clock can't be set back. It is never later than PostgreSQL's, since it is taken before the statement that
 * renews the lease.
 */
final class LeaseEnd {
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Instant wall;
    private final long nanos;

    private LeaseEnd(Clock clock, LongSupplier nanoTime, Duration lease) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.wall = clock.instant().plus(lease);
        this.nanos = nanoTime.getAsLong() + lease.toNanos();
    }

    /** A lease that is renewed now. */
    static LeaseEnd from(Clock clock, LongSupplier nanoTime, Duration lease) {
        return new LeaseEnd(clock, nanoTime, lease);
    }

    boolean isPast() {
        return !clock.instant().isBefore(wall) || nanoTime.getAsLong() - nanos >= 0;
    }
}
