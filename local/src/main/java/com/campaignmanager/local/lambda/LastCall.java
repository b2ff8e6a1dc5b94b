package com.campaignmanager.local.lambda;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Ends all invocations: once it has been announced, each of them has only a certain time left. */
public final class LastCall {
    private final Clock clock;
    private volatile Instant end = Instant.MAX;

    public LastCall(Clock clock) {
        this.clock = clock;
    }

    /** From now on every invocation, including those that run, has at most this time left. Later calls change nothing. */
    public synchronized void call(Duration left) {
        if (end.equals(Instant.MAX)) {
            end = clock.instant().plus(left);
        }
    }

    /** How long until the end, once it has been announced. */
    public Duration left() {
        return Duration.between(clock.instant(), end);
    }

    /** The time that an invocation has that begins now and may run so long. */
    Supplier<Duration> within(Duration timeout) {
        Instant own = clock.instant().plus(timeout);
        return () -> Duration.between(clock.instant(), own.isBefore(end) ? own : end);
    }
}
