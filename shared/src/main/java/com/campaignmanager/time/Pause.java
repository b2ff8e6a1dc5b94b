package com.campaignmanager.time;

import java.time.Duration;

/** Lets time pass. Tests put one here that doesn't. */
@FunctionalInterface
public interface Pause {
    void last(Duration duration) throws InterruptedException;

    /** Really waits. */
    Pause REAL = Thread::sleep;
}
