package com.campaignmanager.message;

import com.campaignmanager.wire.WireName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Why a message is not sent. */
public enum FailureKind implements WireName {
    /** It may pass: another attempt may succeed. */
    TRANSIENT(true),
    /** It will not pass, for example with an invalid number. */
    PERMANENT(true),
    /** Nobody knows whether the provider accepted the message. */
    UNCERTAIN(true),
    /** The recipient must not be written to. */
    SUPPRESSED(false),
    /** It had not begun by the campaign's {@code send_before}. */
    EXPIRED(false),
    /** Its campaign was cancelled. */
    CANCELLED(false);

    private final boolean retryable;

    FailureKind(boolean retryable) {
        this.retryable = retryable;
    }

    public static Optional<FailureKind> of(String name) {
        return WireName.of(FailureKind.class, name);
    }

    /** Whether a campaign's retry may take messages that failed like this. The others failed by decision. */
    public boolean isRetryable() {
        return retryable;
    }

    /** All kinds that a retry may take. */
    public static List<FailureKind> retryable() {
        return Arrays.stream(values()).filter(FailureKind::isRetryable).toList();
    }
}
