package com.campaignmanager.time;

import java.time.Duration;

/** How much time is left before the caller stops this work. */
@FunctionalInterface
public interface Deadline {
    Duration left();

    default boolean isWithin(Duration margin) {
        return left().compareTo(margin) < 0;
    }
}
