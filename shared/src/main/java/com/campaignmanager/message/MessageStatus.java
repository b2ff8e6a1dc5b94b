package com.campaignmanager.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What has become of a message. There is no "sending". */
public enum MessageStatus {
    PENDING,
    SENT,
    FAILED;

    /** The word in the database and on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<MessageStatus> of(String word) {
        return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
    }
}
