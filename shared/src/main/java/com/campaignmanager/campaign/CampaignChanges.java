package com.campaignmanager.campaign;

import java.time.Instant;
import java.util.Optional;

/** What is to be changed of a campaign. Empty: left as it is. */
public record CampaignChanges(
        Optional<String> name,
        Optional<Channel> channel,
        Optional<String> baseTemplate,
        Change<Instant> scheduledAt,
        Change<Audience> audience) {}
