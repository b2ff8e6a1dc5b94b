package com.campaignmanager.campaign;

import java.time.Instant;
import java.util.Optional;

/**
 * On what terms a campaign is sent.
 *
 * @param sendBefore what has not begun by then fails, kind {@code expired}; empty: no limit
 * @param ignoreQuietHours whether it is sent at night, too: a message that the recipient waits for
 * @param providerTemplate what a WhatsApp provider renders; empty: free text
 */
public record CampaignTerms(
        Optional<Instant> sendBefore, boolean ignoreQuietHours, Optional<ProviderTemplate> providerTemplate) {
    public static final CampaignTerms USUAL = new CampaignTerms(Optional.empty(), false, Optional.empty());
}
