package com.campaignmanager.campaign;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By which way a campaign's messages go. */
public enum Channel {
    SMS,
    WHATSAPP;

    /** The word in the database and on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Channel> of(String word) {
        return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
    }
}
