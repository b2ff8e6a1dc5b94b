package com.campaignmanager.campaign;

import com.campaignmanager.log.CampaignId;
import com.campaignmanager.message.RecallMessages;
import com.campaignmanager.problem.ProblemException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a campaign and lets it go on (contract 11.7). After the answer nothing of a paused or cancelled campaign begins;
 * what had begun before, at most {@code in_flight}, still goes out and is recorded.
 */
public final class CampaignLifecycle {
    private static final Logger log = LoggerFactory.getLogger(CampaignLifecycle.class);
    private static final Set<CampaignStatus> STOPPABLE =
            EnumSet.of(CampaignStatus.SCHEDULED, CampaignStatus.SENDING, CampaignStatus.PAUSED);

    private final Jdbi jdbi;
    private final DueWork work;
    private final CloseCampaigns close;

    public CampaignLifecycle(Jdbi jdbi, DueWork work, CloseCampaigns close) {
        this.jdbi = jdbi;
        this.work = work;
        this.close = close;
    }

    /**
     * The state of a campaign after a change.
     *
     * @param inFlight messages that may have begun and whose outcome is not recorded yet
     */
    public record Changed(long campaignId, CampaignStatus status, long inFlight) {}

    /** @throws ProblemException {@code campaign_not_found} or {@code wrong_status} */
    public Changed pause(long id) {
        return jdbi.inTransaction(handle -> {
            LockedCampaign.lock(handle, id)
                    .require(EnumSet.of(CampaignStatus.SENDING), "only one that is sending can be paused");
            return pause(handle, id, Optional.empty());
        });
    }

    /** Pauses a campaign whose template the provider refuses, if it is being sent. @param reason the provider's */
    public void pauseBroken(long id, String reason) {
        jdbi.useTransaction(handle -> {
            try {
                if (LockedCampaign.lock(handle, id).status() == CampaignStatus.SENDING) {
                    pause(handle, id, Optional.of(reason));
                    log.warn("campaign {} is paused: {}", id, reason);
                }
            } catch (ProblemException e) {
                log.info("campaign {} is gone", id);
            }
        });
    }

    private static Changed pause(Handle handle, long id, Optional<String> reason) {
        CampaignTransitions.pause(handle, id, reason);
        return new Changed(id, CampaignStatus.PAUSED, RecallMessages.ofCampaign(handle, id));
    }

    /** @throws ProblemException {@code campaign_not_found} or {@code wrong_status} */
    public Changed resume(long id) {
        work.announceIfPossible();
        jdbi.useTransaction(handle -> {
            LockedCampaign.lock(handle, id)
                    .require(EnumSet.of(CampaignStatus.PAUSED), "only a paused campaign can be resumed");
            CampaignTransitions.resume(handle, id);
        });
        try (CampaignId.Lines _ = CampaignId.onEachLine(id)) {
            close.closeIfPossible(List.of(id));
        }
        work.wakeScheduler();
        work.wakeWorkers();
        return new Changed(id, CampaignStatus.SENDING, 0);
    }

    /** @throws ProblemException {@code campaign_not_found} or {@code wrong_status} */
    public Changed cancel(long id) {
        work.announceIfPossible();
        Changed cancelled = jdbi.inTransaction(handle -> {
            LockedCampaign.lock(handle, id)
                    .require(STOPPABLE, "only one that is scheduled, sending or paused can be cancelled");
            CampaignTransitions.cancel(handle, id);
            return new Changed(id, CampaignStatus.CANCELLED, RecallMessages.ofCampaign(handle, id));
        });
        work.wakeScheduler();
        return cancelled;
    }
}
