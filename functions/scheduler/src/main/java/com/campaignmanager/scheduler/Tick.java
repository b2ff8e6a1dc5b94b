package com.campaignmanager.scheduler;

import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.campaign.ExpandAudiences;
import com.campaignmanager.campaign.ReleaseCampaigns;
import com.campaignmanager.message.ClaimMessages;
import com.campaignmanager.message.RequeueStranded;
import com.campaignmanager.wake.Wake;
import com.campaignmanager.worker.BuryDeadRuns;
import com.campaignmanager.worker.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * What the scheduler does each minute and whenever it is woken. Every part is safe at any time, twice, or at once with
 * another scheduler's.
 */
final class Tick {
    private final ReleaseCampaigns release;
    private final ExpandAudiences expand;
    private final BuryDeadRuns bury;
    private final RequeueStranded requeue;
    private final CloseCampaigns close;
    private final ClaimMessages claims;
    private final Wake wake;

    Tick(
            ReleaseCampaigns release,
            ExpandAudiences expand,
            BuryDeadRuns bury,
            RequeueStranded requeue,
            CloseCampaigns close,
            ClaimMessages claims,
            Wake wake) {
        this.release = release;
        this.expand = expand;
        this.bury = bury;
        this.requeue = requeue;
        this.close = close;
        this.claims = claims;
        this.wake = wake;
    }

    /**
     * @param released campaigns whose time had come
     * @param expanded messages created from their audiences
     * @param buried worker runs whose lease had run out
     * @param requeued jobs put back on the list
     * @param closed campaigns that had finished
     */
    record Result(long released, long expanded, long buried, long requeued, long closed) {}

    Result run(Deadline deadline) {
        long released = release.run();
        long expanded = expand.run(deadline);
        int buried = bury.expired();
        long requeued = requeue.run();
        long closed = close.closeAll().size();
        if (somethingIsDue()) {
            wake.workers();
        }
        return new Result(released, expanded, buried, requeued, closed);
    }

    private boolean somethingIsDue() {
        Optional<Duration> untilDue = claims.untilNextDue();
        return untilDue.filter(Duration::isZero).isPresent();
    }
}
