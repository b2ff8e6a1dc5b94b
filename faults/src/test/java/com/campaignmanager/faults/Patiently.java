package com.campaignmanager.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;

/** Repeats a call while a server is being restarted. */
final class Patiently {
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration MAX_WAIT = Duration.ofMinutes(2);

    private Patiently() {}

    static <T> T ask(Supplier<T> question) {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (JdbiException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** A short pause before the next attempt. */
    static void pause() {
        LockSupport.parkNanos(BETWEEN.toNanos());
    }

    /** @return whether the condition held within that time */
    static boolean until(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause();
        }
        return true;
    }
}
