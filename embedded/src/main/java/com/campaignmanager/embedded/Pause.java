package com.campaignmanager.embedded;

import java.time.Duration;

/** A pause between two looks at a server that is starting or stopping, for example. */
final class Pause {
    private static final Duration MOMENT = Duration.ofMillis(10);

    private Pause() {}

    static void aMoment() {
        try {
            Thread.sleep(MOMENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException("interrupted while waiting", e);
        }
    }
}
