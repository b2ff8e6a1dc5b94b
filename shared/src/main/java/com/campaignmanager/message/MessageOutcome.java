package com.campaignmanager.message;

import com.campaignmanager.sender.ProviderError;
import java.time.Duration;
import java.util.Optional;

/** The effect of an attempt on its message. */
public sealed interface MessageOutcome {
    /** It is sent. */
    record Sent(Optional<String> providerId) implements MessageOutcome {}

    /** It stays pending, has spent an attempt, and is tried again after the delay. */
    record Retry(FailureKind kind, ProviderError error, Duration delay) implements MessageOutcome {}

    /**
     * It stays pending and has spent no attempt, because the provider asked for fewer messages.
     *
     * @param retryAfter how long the provider asked to be left alone
     */
    record Throttled(ProviderError error, Duration delay, Optional<Duration> retryAfter) implements MessageOutcome {}

    /** It stays pending as it was, because the provider refuses our account; its channel is held. */
    record Held(ProviderError error) implements MessageOutcome {}

    /**
     * It failed.
     *
     * @param reason the whole of {@code last_error}
     * @param deadLetter whether it failed for good; else a job pushed by hand tries again
     */
    record Failed(FailureKind kind, ProviderError error, String reason, boolean deadLetter) implements MessageOutcome {}

    /** The status that the message has from now on. */
    default MessageStatus status() {
        return switch (this) {
            case Sent _ -> MessageStatus.SENT;
            case Retry _, Throttled _, Held _ -> MessageStatus.PENDING;
            case Failed _ -> MessageStatus.FAILED;
        };
    }

    /** What the provider said, unless it accepted the message. */
    default Optional<ProviderError> providerError() {
        return switch (this) {
            case Sent _ -> Optional.empty();
            case Retry retry -> Optional.of(retry.error);
            case Throttled throttled -> Optional.of(throttled.error);
            case Held held -> Optional.of(held.error);
            case Failed failed -> Optional.of(failed.error);
        };
    }

    /** Whether it counts as an attempt in {@code retry_count}. */
    default boolean spendsAttempt() {
        return this instanceof Retry || this instanceof Failed;
    }
}
