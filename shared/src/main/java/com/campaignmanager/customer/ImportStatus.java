package com.campaignmanager.customer;

import java.util.Arrays;
import java.util.Locale;

/** How far the import of a large file has come. */
public enum ImportStatus {
    /** For its file to be uploaded, or for a reader. */
    WAITING,
    RUNNING,
    /** Read to the end. */
    DONE,
    /** Given up, with a reason; lines before the fault stay imported. */
    FAILED;

    /** The word in the database and on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ImportStatus of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow();
    }
}
