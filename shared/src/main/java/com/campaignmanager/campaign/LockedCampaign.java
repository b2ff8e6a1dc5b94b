package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.sender.Channel;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** A campaign whose row this transaction has locked: nobody else changes its status or deletes it meanwhile. */
record LockedCampaign(
        long id,
        CampaignStatus status,
        CampaignContent content,
        Optional<String> storedAudience,
        Optional<Instant> sendBefore) {

    /** @throws ProblemException {@code campaign_not_found} */
    static LockedCampaign lock(Handle handle, long id) {
        // campaigns_pkey
        return handle.createQuery("""
                        SELECT status, channel, base_template, provider_template, audience, send_before, ignore_quiet_hours
                        FROM campaigns WHERE id = :id AND status <> 'deleted' FOR UPDATE
                        """)
                .bind("id", id)
                .map((row, _) -> new LockedCampaign(
                        id,
                        CampaignStatus.of(row.getString("status")).orElseThrow(),
                        new CampaignContent(
                                id,
                                Channel.of(row.getString("channel")).orElseThrow(),
                                row.getString("base_template"),
                                Optional.ofNullable(row.getString("provider_template")),
                                row.getBoolean("ignore_quiet_hours")),
                        Optional.ofNullable(row.getString("audience")),
                        Optional.ofNullable(row.getObject("send_before", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .findOne()
                .orElseThrow(() -> CampaignProblems.notFound(id));
    }

    /**
     * @param rule what is accepted, for the refusal's text
     * @throws ProblemException {@code wrong_status} if it is in none of these
     */
    LockedCampaign require(Set<CampaignStatus> accepted, String rule) {
        if (!accepted.contains(status)) {
            throw CampaignProblems.wrongStatus(id, status, rule);
        }
        return this;
    }

    /** @throws ProblemException {@code wrong_status} */
    LockedCampaign requireNotSentYet(String verb) {
        return require(
                EnumSet.of(CampaignStatus.DRAFT, CampaignStatus.SCHEDULED),
                "only a draft or scheduled campaign can be " + verb);
    }

    /** @throws IllegalStateException if it can't be read, because it was saved some other way than through the API */
    Optional<Audience> audience() {
        return storedAudience.map(AudienceColumn::read);
    }
}
