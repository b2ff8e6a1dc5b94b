package com.campaignmanager.worker;

import com.campaignmanager.campaign.AnnounceEnds;
import com.campaignmanager.campaign.CampaignLifecycle;
import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Does what follows from recorded outcomes, on a thread that may wait. */
final class Consequences {
    /** At most one more worker per second, so that not every message causes a call to the bus. */
    private static final Duration BETWEEN_CALLS = Duration.ofSeconds(1);

    private final CloseCampaigns close;
    private final CampaignLifecycle lifecycle;
    private final AnnounceEnds announceEnds;
    private final AnnounceHolds announceHolds;
    private final DeadLetters deadLetters;
    private final Runnable finishOptOuts;
    private final WorkerRuns runs;
    private final WakeSignal wake;
    private final Clock clock;
    private Instant nextWake = Instant.MIN;

    Consequences(
            CloseCampaigns close,
            CampaignLifecycle lifecycle,
            AnnounceEnds announceEnds,
            AnnounceHolds announceHolds,
            DeadLetters deadLetters,
            Runnable finishOptOuts,
            WorkerRuns runs,
            WakeSignal wake,
            Clock clock) {
        this.close = close;
        this.lifecycle = lifecycle;
        this.announceEnds = announceEnds;
        this.announceHolds = announceHolds;
        this.deadLetters = deadLetters;
        this.finishOptOuts = finishOptOuts;
        this.runs = runs;
        this.wake = wake;
        this.clock = clock;
    }

    void follow(News news) {
        news.brokenTemplates().forEach((campaign, error) -> lifecycle.pauseBroken(campaign, reason(error)));
        if (news.hasOptOuts()) {
            finishOptOuts.run();
        }
        boolean ended = !close.close(news.finished()).isEmpty();
        deadLetters.name(news.deadLetters());
        if (ended) {
            announceEnds.run();
        }
        if (!news.heldChannels().isEmpty()) {
            announceHolds.run();
        }
        if (news.needsMoreWorkers() && !nextWake.isAfter(clock.instant()) && runs.hasFreeSlot()) {
            nextWake = clock.instant().plus(BETWEEN_CALLS);
            wake.workers();
        }
    }

    private static String reason(ProviderError error) {
        return error.code().map(code -> code + ": ").orElse("") + error.reason();
    }
}
