package com.campaignmanager.campaign;

import com.campaignmanager.wire.WireName;
import java.util.Optional;

/** How far a campaign has come. */
public enum CampaignStatus implements WireName {
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

    public static Optional<CampaignStatus> of(String word) {
        return WireName.of(CampaignStatus.class, word);
    }
}
