package com.campaignmanager.scheduler;

import com.campaignmanager.campaign.SendingProgress;
import com.campaignmanager.campaign.SendingProgress.Seen;
import com.campaignmanager.log.CampaignId;
import com.campaignmanager.metrics.Metric;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.queue.SendQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how much is waiting, and for how long, at the end of a tick that found PostgreSQL awake anyway. */
final class Gauges {
    private static final int NAMED = 10;
    private static final Logger log = LoggerFactory.getLogger(Gauges.class);

    private final SendingProgress progress;
    private final SendQueue queue;
    private final Metrics metrics;

    Gauges(SendingProgress progress, SendQueue queue, Metrics metrics) {
        this.progress = progress;
        this.queue = queue;
        this.metrics = metrics;
    }

    void read() {
        Seen seen = progress.look();
        metrics.level(Metric.OLDEST_PENDING_AGE, seen.oldestWait().toSeconds());
        metrics.level(Metric.STUCK_CAMPAIGNS, seen.stuck().size());
        seen.stuck().stream().limit(NAMED).forEach(Gauges::warn);
        try {
            metrics.level(Metric.QUEUE_DEPTH, queue.length());
        } catch (QueueUnavailableException e) {
            log.warn("the length of the job list is unknown: {}", e.getMessage());
        }
    }

    private static void warn(long campaignId) {
        try (CampaignId.Lines _ = CampaignId.onEachLine(campaignId)) {
            log.warn(
                    "campaign {} is stuck: it has work that is due, and nothing has changed for 15 minutes",
                    campaignId);
        }
    }
}
