package com.campaignmanager.worker;

import com.campaignmanager.campaign.AnnounceEnds;
import com.campaignmanager.campaign.CampaignLifecycle;
import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.campaign.DueWork;
import com.campaignmanager.consent.FinishOptOuts;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.hours.OpenHours;
import com.campaignmanager.message.ChannelSignals;
import com.campaignmanager.message.ClaimMessages;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.message.MoveToOpenHours;
import com.campaignmanager.message.RecordOutcomes;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.time.Pause;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;

/** Puts a worker together. */
public final class Workers {
    private Workers() {}

    /**
     * @param wake how other workers are started
     * @param longestSend the longest that a send may take
     * @param random for the jitter of retries
     */
    public static Drain drain(
            Settings settings,
            Jdbi jdbi,
            SendQueue queue,
            IdleHint idleHint,
            MessageSender sender,
            EventBus events,
            WakeSignal wake,
            Metrics metrics,
            Clock clock,
            Duration longestSend,
            RandomGenerator random) {
        RetryPolicy retryPolicy = new RetryPolicy(settings.retry(), random);
        CloseCampaigns close = new CloseCampaigns(jdbi, metrics);
        DeadLetters deadLetters = new DeadLetters(queue, events);
        WorkerRuns runs = new WorkerRuns(jdbi, settings.worker());
        RunParts parts = new RunParts(
                settings.worker(),
                runs,
                new ClaimMessages(jdbi, settings.retry(), settings.limits(), sender.takesIdempotencyKeys()),
                new RecordOutcomes(jdbi, new ChannelSignals(settings.limits(), clock), sender::provider),
                new MoveToOpenHours(
                        jdbi,
                        new OpenHours(settings.hours().quiet(), settings.hours().defaultZone())),
                retryPolicy,
                queue,
                sender,
                metrics,
                clock,
                Pause.REAL);
        Consequences consequences = new Consequences(
                close,
                new CampaignLifecycle(jdbi, new DueWork(idleHint, wake, clock), close),
                new AnnounceEnds(jdbi, events),
                new AnnounceHolds(jdbi, events, metrics),
                deadLetters,
                new FinishOptOuts(jdbi, close)::next,
                runs,
                wake,
                clock);
        return new Drain(
                parts,
                new ReclaimDeadRuns(jdbi, retryPolicy, close, deadLetters, metrics),
                consequences,
                wake,
                longestSend);
    }
}
