package com.campaignmanager.sender;

import com.campaignmanager.wire.WireName;
import java.util.Optional;

/** By which way a campaign's messages go. */
public enum Channel implements WireName {
    SMS,
    WHATSAPP;

    public static Optional<Channel> of(String word) {
        return WireName.of(Channel.class, word);
    }
}
