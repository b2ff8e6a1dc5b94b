package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.log.CampaignId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets scheduled campaigns whose time has come to sending, to be expanded from here on. A campaign that has nobody to go to,
 * or whose audience can't be read, returns to draft with the reason. Safe at any time, by any number at once: each campaign
 * is released by one of them.
 */
public final class ReleaseCampaigns {
    private static final Logger log = LoggerFactory.getLogger(ReleaseCampaigns.class);

    private final Jdbi jdbi;

    public ReleaseCampaigns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private enum Step {
        RELEASED,
        BACK_TO_DRAFT,
        NONE_DUE
    }

    /** @return how many were released */
    public long run() {
        long released = 0;
        Step step;
        do {
            step = jdbi.inTransaction(ReleaseCampaigns::releaseNext);
            released += step == Step.RELEASED ? 1 : 0;
        } while (step != Step.NONE_DUE);
        return released;
    }

    /** One per transaction, so that a lock that one of them waits for holds up no other campaign. */
    private static Step releaseNext(Handle handle) {
        return nextDue(handle).map(id -> release(handle, id)).orElse(Step.NONE_DUE);
    }

    private static Optional<Long> nextDue(Handle handle) {
        // idx_campaigns_scheduled
        return handle.createQuery("""
                        SELECT id FROM campaigns WHERE status = 'scheduled' AND scheduled_at <= <now>
                        ORDER BY scheduled_at LIMIT 1 FOR UPDATE SKIP LOCKED
                        """).mapTo(Long.class).findOne();
    }

    private static Step release(Handle handle, long campaignId) {
        try (CampaignId.Lines _ = CampaignId.onEachLine(campaignId)) {
            return release(handle, LockedCampaign.lock(handle, campaignId));
        }
    }

    private static Step release(Handle handle, LockedCampaign campaign) {
        Optional<Audience> audience;
        try {
            audience = campaign.audience();
        } catch (IllegalStateException e) {
            // A campaign that was saved some other way than through the API must not hold up all others.
            log.error("campaign {} can't be released", campaign.id(), e);
            return backToDraft(handle, campaign.id(), "it was due, but its audience can't be read: " + e.getMessage());
        }
        return audience.map(whom -> release(handle, campaign.id(), whom))
                .orElseGet(() -> backToDraft(handle, campaign.id(), "it was due, but has no audience"));
    }

    private static Step release(Handle handle, long campaignId, Audience audience) {
        return StartExpansion.of(handle, campaignId, audience)
                .map(expected -> {
                    log.info("campaign {} is due: {} recipients", campaignId, expected);
                    return Step.RELEASED;
                })
                .orElseGet(() -> backToDraft(handle, campaignId, "it was due, but its audience matched no customer"));
    }

    private static Step backToDraft(Handle handle, long campaignId, String reason) {
        log.warn("campaign {} is a draft again: {}", campaignId, reason);
        CampaignTransitions.backToDraft(handle, campaignId, reason);
        return Step.BACK_TO_DRAFT;
    }
}
