package com.campaignmanager.message;

import java.time.Duration;
import java.util.Optional;

/** What an attempt makes of its message. */
public sealed interface MessageOutcome {
    /** It is sent. */
    record Sent(Optional<String> providerId) implements MessageOutcome {}

    /** It stays pending, and is tried again after the delay. */
    record Retry(FailureKind kind, String error, Duration delay) implements MessageOutcome {}

    /** It failed; {@code deadLetter}: for good, not only until somebody pushes its job again. */
    record Failed(FailureKind kind, String error, boolean deadLetter) implements MessageOutcome {}

    /** The status that the message has from now on. */
    default MessageStatus status() {
        return switch (this) {
            case Sent sent -> MessageStatus.SENT;
            case Retry retry -> MessageStatus.PENDING;
            case Failed failed -> MessageStatus.FAILED;
        };
    }
}
