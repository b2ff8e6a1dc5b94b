package com.campaignmanager.worker;

import com.campaignmanager.campaign.AnnounceEnds;
import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.message.ClaimMessages;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.message.RecordOutcomes;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.settings.Settings.WorkerSettings;
import com.campaignmanager.time.Pause;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;

/** Everything that a worker works with. */
public record Tools(
        WorkerSettings settings,
        WorkerRuns runs,
        ReclaimDeadRuns reclaim,
        ClaimMessages claims,
        RecordOutcomes records,
        CloseCampaigns close,
        RetryPolicy retryPolicy,
        AnnounceEnds announce,
        DeadLetters deadLetters,
        SendQueue queue,
        MessageSender sender,
        WakeSignal wake,
        Metrics metrics,
        Clock clock,
        Pause pause) {

    public static Tools of(
            Settings settings,
            Jdbi jdbi,
            SendQueue queue,
            MessageSender sender,
            EventBus events,
            WakeSignal wake,
            Metrics metrics,
            Clock clock,
            RandomGenerator random) {
        RetryPolicy retryPolicy = new RetryPolicy(settings.retry(), random);
        CloseCampaigns close = new CloseCampaigns(jdbi, metrics);
        DeadLetters deadLetters = new DeadLetters(queue, events);
        return new Tools(
                settings.worker(),
                new WorkerRuns(jdbi, settings.worker()),
                new ReclaimDeadRuns(jdbi, retryPolicy, close, deadLetters, metrics),
                new ClaimMessages(jdbi, settings.retry()),
                new RecordOutcomes(jdbi),
                close,
                retryPolicy,
                new AnnounceEnds(jdbi, events),
                deadLetters,
                queue,
                sender,
                wake,
                metrics,
                clock,
                Pause.REAL);
    }
}
