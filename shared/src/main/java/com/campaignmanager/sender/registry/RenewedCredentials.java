package com.campaignmanager.sender.registry;

import com.campaignmanager.secret.SecretUnavailableException;
import com.campaignmanager.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether credentials that a provider has refused were rotated meanwhile. Asks at most once a minute. */
final class RenewedCredentials {
    private static final Duration BETWEEN_READINGS = Duration.ofMinutes(1);
    private static final Logger log = LoggerFactory.getLogger(RenewedCredentials.class);

    private final Secrets secrets;
    private final Clock clock;
    private Instant changed = Instant.MIN;
    private Instant nextReading = Instant.MIN;

    RenewedCredentials(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Whether a send that began then used other credentials than one would now. */
    synchronized boolean haveChangedSince(Instant begun) {
        if (changed.isBefore(begun) && !clock.instant().isBefore(nextReading)) {
            read();
        }
        return !changed.isBefore(begun);
    }

    private void read() {
        nextReading = clock.instant().plus(BETWEEN_READINGS);
        try {
            if (secrets.reread()) {
                changed = clock.instant();
            }
        } catch (SecretUnavailableException e) {
            log.warn("the provider refuses our credentials, and they can't be read again: {}", e.getMessage());
        }
    }
}
