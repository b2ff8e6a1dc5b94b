package com.campaignmanager.time;

import java.time.Duration;

/** Lets time pass. In tests it need not take any. */
@FunctionalInterface
public interface Pause {
    void last(Duration duration) throws InterruptedException;

    /** Really waits. */
    Pause REAL = Thread::sleep;
}
