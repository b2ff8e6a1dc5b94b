package com.campaignmanager.campaign;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a campaign has come. */
public enum CampaignStatus {
    /** Created, not sent yet. */
    DRAFT,
    /** Waits for its {@code scheduled_at}. */
    SCHEDULED,
    /** Being sent. */
    SENDING,
    /** Finished; at least one message was sent (or none was left to send). */
    SENT,
    /** Finished; every message failed. */
    FAILED;

    /** The word in the database and on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CampaignStatus> of(String word) {
        return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
    }
}
