package com.campaignmanager.message;

import com.campaignmanager.wire.WireName;
import java.util.Optional;

/** Why an attempt did not end as sent. */
public enum FailureKind implements WireName {
    /** May pass: worth another attempt. */
    TRANSIENT,
    /** Will not pass: a bad number, say. */
    PERMANENT,
    /** The provider may have accepted it; nobody knows. */
    UNCERTAIN;

    public static Optional<FailureKind> of(String word) {
        return WireName.of(FailureKind.class, word);
    }
}
