package com.campaignmanager.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why an attempt did not end as sent. */
public enum FailureKind {
    /** May pass: worth another attempt. */
    TRANSIENT,
    /** Will not pass: a bad number, say. */
    PERMANENT,
    /** The provider may have accepted it; nobody knows. */
    UNCERTAIN;

    /** The word in the database and on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FailureKind> of(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
    }
}
