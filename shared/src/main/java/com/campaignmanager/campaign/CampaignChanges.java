package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.wire.FieldPatch;
import java.time.Instant;
import java.util.Optional;

/** What is to be changed of a campaign. Empty: left as it is. */
public record CampaignChanges(
        Optional<String> name,
        Optional<Channel> channel,
        Optional<String> baseTemplate,
        FieldPatch<Instant> scheduledAt,
        FieldPatch<Audience> audience,
        TermChanges terms) {

    /** None of them to the terms on which it is sent. */
    public CampaignChanges(
            Optional<String> name,
            Optional<Channel> channel,
            Optional<String> baseTemplate,
            FieldPatch<Instant> scheduledAt,
            FieldPatch<Audience> audience) {
        this(name, channel, baseTemplate, scheduledAt, audience, TermChanges.NONE);
    }

    /** Whether a paused campaign can be changed so. */
    boolean suitPaused() {
        return name.isEmpty()
                && channel.isEmpty()
                && baseTemplate.isEmpty()
                && !scheduledAt.isGiven()
                && !audience.isGiven()
                && terms.suitPaused();
    }
}
