package com.campaignmanager.sender.mock;

import java.time.Clock;

/** Counts what happens in each second of the clock. Safe for use by several threads. */
final class SecondCount {
    private final Clock clock;
    private long second;
    private int count;

    SecondCount(Clock clock) {
        this.clock = clock;
    }

    /** Counts one more, and answers how many that makes in the current second. */
    synchronized int next() {
        long now = clock.instant().getEpochSecond();
        if (now != second) {
            second = now;
            count = 0;
        }
        return ++count;
    }
}
