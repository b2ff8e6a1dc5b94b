package com.campaignmanager.campaign;

import com.campaignmanager.wire.WireName;
import java.util.Optional;

/** How far a campaign is. */
public enum CampaignStatus implements WireName {
    DRAFT,
    /** Due at its {@code scheduled_at}. */
    SCHEDULED,
    /** Being expanded, or some of its messages are pending. */
    SENDING,
    /** All messages are done, and at least one is sent. */
    SENT,
    /** All messages failed. */
    FAILED,
    /** Nothing of it begins until it is resumed. */
    PAUSED,
    /** Nothing of it begins any more. */
    CANCELLED;

    public static Optional<CampaignStatus> of(String name) {
        return WireName.of(CampaignStatus.class, name);
    }
}
