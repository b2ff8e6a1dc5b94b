package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceCheck;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.problem.InvalidValue;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import com.campaignmanager.problem.ProblemException.Kind;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.wire.FieldPatch;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The campaigns, one by one. All by primary key. */
public final class Campaigns {
    private final Jdbi jdbi;

    public Campaigns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @throws ProblemException {@code invalid_request}, {@code unknown_placeholder}, or as {@link AudienceCheck} says */
    public Campaign create(CampaignDraft draft) {
        requireTexts(Optional.of(draft.name()), Optional.of(draft.baseTemplate()));
        return jdbi.inTransaction(handle -> {
            draft.audience().ifPresent(audience -> AudienceCheck.require(handle, audience));
            return handle.createQuery("""
                            WITH c AS (
                                INSERT INTO campaigns
                                    (name, channel, status, base_template, scheduled_at, audience, created_at, updated_at)
                                VALUES (:name, :channel, :status, :template, CAST(:scheduledAt AS timestamptz), CAST(:audience AS jsonb),
                                        <now>, <now>)
                                RETURNING *
                            )
                            SELECT c.*, 0 AS pending, 0 AS sent, 0 AS failed FROM c
                            """)
                    .bind("name", draft.name())
                    .bind("channel", draft.channel().wireName())
                    .bind("status", draft.status().wireName())
                    .bind("template", draft.baseTemplate())
                    .bind("scheduledAt", draft.scheduledAt().map(Campaigns::utc))
                    .bind("audience", draft.audience().map(AudienceColumn::write))
                    .map(CampaignRow::read)
                    .one();
        });
    }

    /** @throws ProblemException {@code campaign_not_found} */
    public Campaign get(long id) {
        return jdbi.withHandle(handle -> get(handle, id));
    }

    private static Campaign get(Handle handle, long id) {
        return handle.createQuery("SELECT c.*" + CampaignRow.STATS + " FROM campaigns AS c" + CampaignRow.JOIN_STATS
                        + " WHERE c.id = :id")
                .bind("id", id)
                .map(CampaignRow::read)
                .findOne()
                .orElseThrow(() -> notFound(id));
    }

    /**
     * Changes a draft or scheduled campaign. Setting {@code scheduledAt} makes it scheduled, clearing it a draft.
     *
     * @throws ProblemException {@code campaign_not_found}, {@code wrong_status}, {@code invalid_request},
     *     {@code unknown_placeholder}, or as {@link AudienceCheck} says
     */
    public Campaign patch(long id, CampaignChanges changes) {
        requireTexts(changes.name(), changes.baseTemplate());
        return jdbi.inTransaction(handle -> {
            CampaignStatus status = LockedCampaign.lock(handle, id).status();
            if (status != CampaignStatus.DRAFT && status != CampaignStatus.SCHEDULED) {
                throw wrongStatus(id, status, "only a draft or scheduled campaign can be edited");
            }
            changes.audience().value().ifPresent(audience -> AudienceCheck.require(handle, audience));
            update(handle, id, changes);
            return get(handle, id);
        });
    }

    private static void update(Handle handle, long id, CampaignChanges changes) {
        FieldPatch<Instant> schedule = changes.scheduledAt();
        FieldPatch<Audience> audience = changes.audience();
        handle.createUpdate("""
                        UPDATE campaigns
                        SET name = coalesce(:name, name), channel = coalesce(:channel, channel),
                            base_template = coalesce(:template, base_template),
                            scheduled_at = CASE WHEN :reschedule THEN CAST(:scheduledAt AS timestamptz) ELSE scheduled_at END,
                            status = CASE WHEN NOT :reschedule THEN status
                                          WHEN CAST(:scheduledAt AS timestamptz) IS NULL THEN 'draft' ELSE 'scheduled' END,
                            audience = CASE WHEN :readdress THEN CAST(:audience AS jsonb) ELSE audience END,
                            status_reason = CASE WHEN :reschedule OR :readdress THEN NULL ELSE status_reason END,
                            updated_at = <now>
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("name", changes.name())
                .bind("channel", changes.channel().map(Channel::wireName))
                .bind("template", changes.baseTemplate())
                .bind("reschedule", schedule.isGiven())
                .bind("scheduledAt", schedule.value().map(Campaigns::utc))
                .bind("readdress", audience.isGiven())
                .bind("audience", audience.value().map(AudienceColumn::write))
                .execute();
    }

    /**
     * Deletes a campaign with its messages; not while it is being sent.
     *
     * @throws ProblemException {@code campaign_not_found} or {@code wrong_status}
     */
    public void delete(long id) {
        jdbi.useTransaction(handle -> {
            CampaignStatus status = LockedCampaign.lock(handle, id).status();
            if (status == CampaignStatus.SENDING) {
                throw wrongStatus(id, status, "it can be deleted when that is over");
            }
            handle.createUpdate("DELETE FROM campaigns WHERE id = :id")
                    .bind("id", id)
                    .execute();
        });
    }

    private static void requireTexts(Optional<String> name, Optional<String> template) {
        List<FieldError> errors = new ArrayList<>();
        List<InvalidValue> refusals = new ArrayList<>();
        name.flatMap(CampaignRules::nameRefusal).ifPresent(refusal -> {
            refusals.add(refusal);
            errors.add(new FieldError("name", refusal.message()));
        });
        template.flatMap(CampaignRules::templateRefusal).ifPresent(refusal -> {
            refusals.add(refusal);
            errors.add(new FieldError("base_template", refusal.message()));
        });
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(refusals.getFirst().code(), errors);
        }
    }

    /** Not as an Instant: that would be a {@code java.sql.Timestamp}, whose calendar is another one before 1582. */
    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static ProblemException wrongStatus(long id, CampaignStatus status, String rule) {
        return ProblemException.of(
                Kind.CONFLICT, "wrong_status", "campaign " + id + " is " + status.wireName() + "; " + rule);
    }

    private static ProblemException notFound(long id) {
        return ProblemException.of(Kind.NOT_FOUND, "campaign_not_found", "there is no campaign " + id);
    }
}
