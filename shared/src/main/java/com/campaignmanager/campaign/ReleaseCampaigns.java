package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.event.Event;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.event.EventsLostException;
import com.campaignmanager.log.CampaignId;
import com.campaignmanager.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets scheduled campaigns whose time has come to sending, and freezes their audiences, which are expanded later. A campaign
 * without recipients, whose audience can't be read, or that a send would refuse, returns to draft with the reason. May run
 * at any time, and in several processes at once: each campaign is released by one of them.
 */
public final class ReleaseCampaigns {
    private static final Logger log = LoggerFactory.getLogger(ReleaseCampaigns.class);

    private final Jdbi jdbi;
    private final SendRefusals refusals;
    private final EventBus events;

    public ReleaseCampaigns(Jdbi jdbi, SendRefusals refusals, EventBus events) {
        this.jdbi = jdbi;
        this.refusals = refusals;
        this.events = events;
    }

    private sealed interface Step {
        record Released() implements Step {}

        record BackToDraft(Event.CampaignNotReleased event) implements Step {}

        record NoneDue() implements Step {}
    }

    /** @return how many were released */
    public long run() {
        long released = 0;
        Step step;
        do {
            step = jdbi.inTransaction(this::releaseNext);
            switch (step) {
                case Step.Released _ -> released++;
                case Step.BackToDraft(Event.CampaignNotReleased event) -> publish(event);
                case Step.NoneDue _ -> {}
            }
        } while (!(step instanceof Step.NoneDue));
        return released;
    }

    private void publish(Event.CampaignNotReleased event) {
        try {
            events.put(List.of(event));
        } catch (EventsLostException e) {
            log.warn("that campaign {} is a draft again is not published: {}", event.campaignId(), e.getMessage());
        }
    }

    /** One per transaction, so that a lock that one of them waits for holds up no other campaign. */
    private Step releaseNext(Handle handle) {
        return nextDue(handle).map(id -> release(handle, id)).orElseGet(Step.NoneDue::new);
    }

    private static Optional<Long> nextDue(Handle handle) {
        // idx_campaigns_scheduled
        return handle.createQuery("""
                        SELECT id FROM campaigns WHERE status = 'scheduled' AND scheduled_at <= <now>
                        ORDER BY scheduled_at LIMIT 1 FOR UPDATE SKIP LOCKED
                        """).mapTo(Long.class).findOne();
    }

    private Step release(Handle handle, long campaignId) {
        try (CampaignId.Lines _ = CampaignId.onEachLine(campaignId)) {
            return release(handle, LockedCampaign.lock(handle, campaignId));
        }
    }

    private Step release(Handle handle, LockedCampaign campaign) {
        Optional<ProblemException> refusal = refusals.of(campaign.content().channel());
        if (refusal.isPresent()) {
            return backToDraft(
                    handle, campaign.id(), "it was due, but " + refusal.get().getMessage());
        }
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
                .<Step>map(expected -> {
                    log.info("campaign {} is due: {} recipients", campaignId, expected);
                    return new Step.Released();
                })
                .orElseGet(() -> backToDraft(handle, campaignId, "it was due, but its audience matched no customer"));
    }

    private static Step backToDraft(Handle handle, long campaignId, String reason) {
        log.warn("campaign {} is a draft again: {}", campaignId, reason);
        CampaignTransitions.backToDraft(handle, campaignId, reason);
        return new Step.BackToDraft(new Event.CampaignNotReleased(campaignId, reason));
    }
}
