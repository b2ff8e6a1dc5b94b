package com.campaignmanager.scheduler;

import com.campaignmanager.campaign.AnnounceEnds;
import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.campaign.NextDue;
import com.campaignmanager.idempotency.IdempotencyKeys;
import com.campaignmanager.message.RequeueStranded;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.time.Deadline;
import com.campaignmanager.wake.WakeSignal;
import com.campaignmanager.worker.ReclaimDeadRuns;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;

/**
 * The work of the scheduler, each minute and whenever it is woken. Every part of it may run at any time, repeatedly, and at
 * the same time in several schedulers.
 */
final class Tick {
    private static final Duration NEVER = Duration.ofDays(365);

    private final CampaignWork campaigns;
    private final ReclaimDeadRuns reclaim;
    private final RequeueStranded requeue;
    private final CloseCampaigns close;
    private final AnnounceEnds announce;
    private final IdempotencyKeys keys;
    private final Gauges gauges;
    private final NextDue nextDue;
    private final IdleHint idleHint;
    private final WakeSignal wake;

    Tick(
            CampaignWork campaigns,
            ReclaimDeadRuns reclaim,
            RequeueStranded requeue,
            CloseCampaigns close,
            AnnounceEnds announce,
            IdempotencyKeys keys,
            Gauges gauges,
            NextDue nextDue,
            IdleHint idleHint,
            WakeSignal wake) {
        this.campaigns = campaigns;
        this.reclaim = reclaim;
        this.requeue = requeue;
        this.close = close;
        this.announce = announce;
        this.keys = keys;
        this.gauges = gauges;
        this.nextDue = nextDue;
        this.idleHint = idleHint;
        this.wake = wake;
    }

    /**
     * @param released campaigns whose time had come
     * @param expanded messages created from their audiences
     * @param reclaimed worker runs whose lease had run out
     * @param requeued jobs put back on the list
     * @param closed campaigns that had finished
     */
    record Result(long released, long expanded, long reclaimed, long requeued, long closed) {
        static final Result NOTHING_TO_DO = new Result(0, 0, 0, 0, 0);

        boolean didSomething() {
            return !equals(NOTHING_TO_DO);
        }

        /** Writes a JSON object with the generator alone, because setting up a mapper would add 0.1 s to a cold start. */
        void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeNumberField("released", released);
            json.writeNumberField("expanded", expanded);
            json.writeNumberField("reclaimed", reclaimed);
            json.writeNumberField("requeued", requeued);
            json.writeNumberField("closed", closed);
            json.writeEndObject();
        }
    }

    Result run(Deadline deadline) {
        if (idleHint.isIdle()) {
            return Result.NOTHING_TO_DO;
        }
        CampaignWork.Done done = campaigns.run(deadline);
        int reclaimed = reclaim.expired();
        long requeued = requeue.run();
        long closed = close.closeAll().size();
        announce.run();
        keys.forget();
        gauges.read();
        Duration untilDue = nextDue.until().orElse(NEVER);
        if (untilDue.isZero()) {
            wake.workers();
        } else {
            idleHint.putOff(untilDue);
        }
        return new Result(done.released(), done.expanded(), reclaimed, requeued, closed);
    }
}
