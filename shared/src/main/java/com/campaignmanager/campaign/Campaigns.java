package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceCheck;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.problem.InvalidValue;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.wire.FieldPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The campaigns, one by one. All by campaigns_pkey. */
public final class Campaigns {
    private final Jdbi jdbi;
    private final DueWork work;
    private final SendRefusals refusals;

    public Campaigns(Jdbi jdbi, DueWork work, SendRefusals refusals) {
        this.jdbi = jdbi;
        this.work = work;
        this.refusals = refusals;
    }

    /**
     * @throws ProblemException {@code invalid_request}, {@code unknown_placeholder}, {@code send_before_too_early}, as {@link
     *     AudienceCheck} says, or, if it is scheduled, as {@link SendRefusals} says
     */
    public Campaign create(CampaignDraft draft) {
        requireTexts(Optional.of(draft.name()), Optional.of(draft.baseTemplate()));
        draft.scheduledAt().ifPresent(work::announce);
        Campaign created = jdbi.inTransaction(handle -> {
            draft.audience().ifPresent(audience -> AudienceCheck.require(handle, audience));
            long id = insert(handle, draft);
            CampaignTermsColumns.write(handle, id, draft.terms());
            draft.scheduledAt().ifPresent(at -> CampaignTransitions.schedule(handle, id, Optional.of(at)));
            return required(get(handle, id));
        });
        wakeIfDue(created);
        return created;
    }

    /** As a draft. */
    private static long insert(Handle handle, CampaignDraft draft) {
        return handle.createQuery("""
                        INSERT INTO campaigns (name, channel, base_template, audience, created_at, updated_at)
                        VALUES (:name, :channel, :template, CAST(:audience AS jsonb), <now>, <now>)
                        RETURNING id
                        """)
                .bind("name", draft.name())
                .bind("channel", draft.channel().wireName())
                .bind("template", draft.baseTemplate())
                .bind("audience", draft.audience().map(AudienceColumn::write))
                .mapTo(Long.class)
                .one();
    }

    /** A campaign scheduled for the past is due now, not at the next tick. */
    private void wakeIfDue(Campaign campaign) {
        if (campaign.status() == CampaignStatus.SCHEDULED
                && campaign.scheduledAt().filter(work::isPast).isPresent()) {
            work.wakeScheduler();
        }
    }

    /** @throws ProblemException {@code campaign_not_found} */
    public Campaign get(long id) {
        return jdbi.withHandle(handle -> get(handle, id));
    }

    private static Campaign get(Handle handle, long id) {
        return handle.createQuery("SELECT c.*" + CampaignRow.STATS + CampaignRow.HOLD + " FROM campaigns AS c"
                        + CampaignRow.JOIN_STATS + CampaignRow.JOIN_HOLD
                        + " WHERE c.id = :id AND c.status <> 'deleted'")
                .bind("id", id)
                .map(CampaignRow::read)
                .findOne()
                .orElseThrow(() -> CampaignProblems.notFound(id));
    }

    /**
     * Changes a draft or scheduled campaign. Setting {@code scheduledAt} makes it scheduled, clearing it a draft. Of a paused
     * campaign only what its unsent messages follow can be changed: {@code sendBefore}, and the name and the language of the
     * {@code providerTemplate}.
     *
     * @throws ProblemException {@code campaign_not_found}, {@code wrong_status}, and as {@link #create} says
     */
    public Campaign patch(long id, CampaignChanges changes) {
        requireTexts(changes.name(), changes.baseTemplate());
        changes.scheduledAt().value().ifPresent(work::announce);
        changes.terms().sendBefore().value().ifPresent(work::announce);
        Campaign patched = jdbi.inTransaction(handle -> {
            requireChangeable(LockedCampaign.lock(handle, id), changes);
            changes.audience().value().ifPresent(audience -> AudienceCheck.require(handle, audience));
            update(handle, id, changes);
            CampaignTermsColumns.write(
                    handle, id, CampaignTermsColumns.changed(get(handle, id).terms(), changes.terms()));
            if (changes.scheduledAt().isGiven()) {
                CampaignTransitions.schedule(handle, id, changes.scheduledAt().value());
            }
            return required(get(handle, id));
        });
        wakeIfDue(patched);
        return patched;
    }

    private static void requireChangeable(LockedCampaign campaign, CampaignChanges changes) {
        if (campaign.status() != CampaignStatus.PAUSED) {
            campaign.requireNotSentYet("edited");
        } else if (!changes.suitPaused()) {
            throw CampaignProblems.wrongStatus(
                    campaign.id(),
                    campaign.status(),
                    "it takes send_before, and the name and the language of its provider_template, alone");
        }
    }

    /** What is wrong is rolled back. */
    private Campaign required(Campaign campaign) {
        CampaignRules.termsRefusal(campaign).ifPresent(refusal -> {
            throw refusal;
        });
        if (campaign.status() == CampaignStatus.SCHEDULED) {
            refusals.require(campaign.channel());
        }
        return campaign;
    }

    private static void update(Handle handle, long id, CampaignChanges changes) {
        FieldPatch<Audience> audience = changes.audience();
        handle.createUpdate("""
                        UPDATE campaigns
                        SET name = coalesce(:name, name), channel = coalesce(:channel, channel),
                            base_template = coalesce(:template, base_template),
                            audience = CASE WHEN :readdress THEN CAST(:audience AS jsonb) ELSE audience END,
                            status_reason = CASE WHEN :readdress THEN NULL ELSE status_reason END,
                            updated_at = <now>
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("name", changes.name())
                .bind("channel", changes.channel().map(Channel::wireName))
                .bind("template", changes.baseTemplate())
                .bind("readdress", audience.isGiven())
                .bind("audience", audience.value().map(AudienceColumn::write))
                .execute();
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
}
