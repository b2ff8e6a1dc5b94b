package com.campaignmanager.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another thread, process or server is about to do. */
public final class Waiting {
    /** Far longer than a busy machine needs, and shorter than a test may take. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(3);

    private Waiting() {}

    /**
     * Returns once the condition holds.
     *
     * @param what the condition in words, for the failure's message
     * @throws AssertionError if it doesn't hold within three minutes
     */
    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("within " + MAX_WAIT.toSeconds() + " s it never came to be that " + what);
            }
            Pause.aMoment();
        }
    }
}
