package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.sender.Channel;
import java.time.Instant;
import java.util.Optional;

/**
 * A campaign to be created.
 *
 * @param scheduledAt when it is to be sent; a past instant is due at once
 */
public record CampaignDraft(
        String name,
        Channel channel,
        String baseTemplate,
        Optional<Instant> scheduledAt,
        Optional<Audience> audience,
        CampaignTerms terms) {

    /** One that is sent on the usual terms. */
    public CampaignDraft(
            String name,
            Channel channel,
            String baseTemplate,
            Optional<Instant> scheduledAt,
            Optional<Audience> audience) {
        this(name, channel, baseTemplate, scheduledAt, audience, CampaignTerms.USUAL);
    }
}
