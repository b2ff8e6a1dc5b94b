package com.campaignmanager.local.lambda;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** The end of all invocations: once it has been called, none has longer than until then. */
public final class LastCall {
    private final Clock clock;
    private volatile Instant end = Instant.MAX;

    public LastCall(Clock clock) {
        this.clock = clock;
    }

    /** From now on every invocation, running ones too, has this time left at most. Later calls change nothing. */
    public synchronized void call(Duration left) {
        if (end.equals(Instant.MAX)) {
            end = clock.instant().plus(left);
        }
    }

    /** Since the call: how long until the end. */
    public Duration left() {
        return Duration.between(clock.instant(), end);
    }

    /** The time left to an invocation that begins now and may run so long. */
    Supplier<Duration> within(Duration timeout) {
        Instant own = clock.instant().plus(timeout);
        return () -> Duration.between(clock.instant(), own.isBefore(end) ? own : end);
    }
}
