package com.campaignmanager.consent;

import com.campaignmanager.sender.Channel;
import com.campaignmanager.wire.WireName;
import java.util.Optional;

/** What somebody has opted out of: one channel, or all of them. */
public enum OptOutChannel implements WireName {
    SMS,
    WHATSAPP,
    ALL;

    /** The words, for errors. */
    public static final String ACCEPTED = "sms, whatsapp or all";

    public static Optional<OptOutChannel> of(String word) {
        return WireName.of(OptOutChannel.class, word);
    }

    public static OptOutChannel of(Channel channel) {
        return switch (channel) {
            case SMS -> SMS;
            case WHATSAPP -> WHATSAPP;
        };
    }

    /** What is left of {@link #ALL} without this one; empty: nothing. */
    Optional<OptOutChannel> rest() {
        return switch (this) {
            case SMS -> Optional.of(WHATSAPP);
            case WHATSAPP -> Optional.of(SMS);
            case ALL -> Optional.empty();
        };
    }
}
