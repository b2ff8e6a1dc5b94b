package com.campaignmanager.sender;

import java.time.Duration;
import java.util.Optional;

/** How one attempt ended. */
public sealed interface SendResult {
    /** The provider has taken the message. */
    record Accepted(Optional<String> providerId) implements SendResult {}

    /** It has not, but may another time. {@code retryAfter}: the provider's own wish, not before then. */
    record Transient(String reason, Optional<Duration> retryAfter) implements SendResult {}

    /** It has not and never will. */
    record Permanent(String reason) implements SendResult {}

    /** It may have: the answer never came, or could not be told from one. */
    record Uncertain(String reason) implements SendResult {}
}
