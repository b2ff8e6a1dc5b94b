package com.campaignmanager.sender;

import java.time.Duration;
import java.util.Optional;

/** How one attempt ended. */
public sealed interface SendResult {
    /** The provider has taken the message; {@code providerId} is its own name for it. */
    record Accepted(Optional<String> providerId) implements SendResult {}

    /**
     * The provider has not taken the message, or nobody knows whether it has ({@link ErrorClass#AMBIGUOUS}).
     *
     * @param retryAfter how long the provider asks to be left alone with this message, at most a day
     */
    record Refused(ProviderError error, Optional<Duration> retryAfter) implements SendResult {}

    /** Accepted without an id. */
    static SendResult accepted() {
        return new Accepted(Optional.empty());
    }

    /** Refused without a code and without a wish about the next attempt. */
    static SendResult refused(ErrorClass errorClass, String reason) {
        return new Refused(ProviderError.of(errorClass, reason), Optional.empty());
    }
}
