package com.campaignmanager.database;

import java.time.Duration;

/**
 * PostgreSQL's clock, which alone decides leases and due times. SQL says {@code <now>} for it; tests move it on with
 * {@link #advance}, in production it is {@code now()}.
 */
public final class DatabaseClock {
    private volatile Duration offset = Duration.ZERO;

    /** Moves this clock on, for every statement of the databases it was given to. */
    public void advance(Duration by) {
        offset = offset.plus(by);
    }

    /** The SQL expression. */
    @Override
    public String toString() {
        return offset.isZero() ? "now()" : "(now() + interval '" + offset.toMillis() + " milliseconds')";
    }
}
