package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.message.Channels;
import com.campaignmanager.sender.Channel;
import java.time.Instant;
import java.util.Optional;

/**
 * A campaign and how far it has come.
 *
 * @param scheduledAt when it is to be sent; empty: when somebody sends it
 * @param audience whom it goes to when it is sent without naming anyone else
 * @param sendBefore what has not begun by then fails, kind {@code expired}
 * @param ignoreQuietHours whether it is sent at night, too
 * @param providerTemplate what a WhatsApp provider renders; empty: free text
 * @param statusReason why it is where it is, when that is not obvious
 * @param held why nothing of it goes out, although it has not ended: its channel is held
 * @param recipientsExpected how many recipients the audience has; empty before the send
 */
public record Campaign(
        long id,
        String name,
        Channel channel,
        CampaignStatus status,
        String baseTemplate,
        Optional<Instant> scheduledAt,
        Optional<Audience> audience,
        Optional<Instant> sendBefore,
        boolean ignoreQuietHours,
        Optional<ProviderTemplate> providerTemplate,
        Optional<String> statusReason,
        Optional<Channels.Hold> held,
        Optional<Long> recipientsExpected,
        Instant createdAt,
        Instant updatedAt,
        CampaignStats stats) {

    CampaignTerms terms() {
        return new CampaignTerms(sendBefore, ignoreQuietHours, providerTemplate);
    }
}
