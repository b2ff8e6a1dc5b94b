package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.content.Placeholder;
import com.campaignmanager.content.Template;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A campaign whose row this transaction has locked: nobody else sends, edits, retries, closes or deletes it. */
record LockedCampaign(long id, CampaignStatus status, String baseTemplate, Optional<String> storedAudience) {

    /** @throws ProblemException {@code campaign_not_found} */
    static LockedCampaign lock(Handle handle, long id) {
        return handle.createQuery("SELECT status, base_template, audience FROM campaigns WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> new LockedCampaign(
                        id,
                        CampaignStatus.of(row.getString("status")).orElseThrow(),
                        row.getString("base_template"),
                        Optional.ofNullable(row.getString("audience"))))
                .findOne()
                .orElseThrow(
                        () -> ProblemException.of(Kind.NOT_FOUND, "campaign_not_found", "there is no campaign " + id));
    }

    /** @throws IllegalStateException if it can't be read, which was saved some other way than through the API then */
    Optional<Audience> audience() {
        return storedAudience.map(AudienceColumn::read);
    }

    /** @throws IllegalStateException if it can't be rendered, which was checked when it was saved */
    Template template(Map<Placeholder, String> fallbacks) {
        try {
            return Template.parse(baseTemplate, fallbacks);
        } catch (ProblemException e) {
            throw new IllegalStateException("the template of campaign " + id + " can't be rendered", e);
        }
    }
}
