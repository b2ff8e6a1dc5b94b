package com.campaignmanager.campaign;

import com.campaignmanager.message.FailureKind;
import com.campaignmanager.metrics.Metric;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a campaign's failed messages another go, by kind of failure. */
public final class RetryCampaign {
    private static final Set<CampaignStatus> RETRYABLE =
            EnumSet.of(CampaignStatus.SENDING, CampaignStatus.SENT, CampaignStatus.FAILED);

    /** Workers find the rest by themselves. */
    private static final int JOBS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(RetryCampaign.class);

    private final Jdbi jdbi;
    private final SendQueue queue;
    private final IdleHint idleHint;
    private final Clock clock;
    private final WakeSignal wake;
    private final Metrics metrics;

    public RetryCampaign(Jdbi jdbi, SendQueue queue, IdleHint idleHint, WakeSignal wake, Clock clock, Metrics metrics) {
        this.jdbi = jdbi;
        this.queue = queue;
        this.idleHint = idleHint;
        this.clock = clock;
        this.wake = wake;
        this.metrics = metrics;
    }

    private record Reset(long count, List<Long> firstIds) {}

    private record Retried(SendReceipt receipt, List<Long> jobs) {}

    /**
     * Sets the failed messages of these kinds to pending. Those that ended uncertain keep their idempotency key, since
     * the provider may know it; the others get a new one.
     *
     * @throws ProblemException {@code campaign_not_found} or {@code wrong_status}
     */
    public SendReceipt retry(long campaignId, Set<FailureKind> kinds) {
        idleHint.announceIfPossible(clock.instant());
        Retried retried = jdbi.inTransaction(handle -> {
            LockedCampaign campaign = LockedCampaign.lock(handle, campaignId);
            if (!RETRYABLE.contains(campaign.status())) {
                throw ProblemException.of(
                        Kind.CONFLICT,
                        "wrong_status",
                        "campaign " + campaignId + " is " + campaign.status().wireName()
                                + "; only one that is sending, sent or failed can be retried");
            }
            Reset reset = reset(handle, campaignId, kinds);
            if (reset.count == 0) {
                return new Retried(new SendReceipt(campaignId, 0, campaign.status()), List.of());
            }
            handle.createUpdate(
                            "UPDATE campaigns SET status = 'sending', to_announce = NULL, updated_at = <now> WHERE id = :id")
                    .bind("id", campaignId)
                    .execute();
            return new Retried(new SendReceipt(campaignId, reset.count, CampaignStatus.SENDING), reset.firstIds);
        });
        metrics.count(Metric.MESSAGES_QUEUED, retried.receipt.messagesQueued());
        if (!retried.jobs.isEmpty()) {
            push(campaignId, retried.jobs);
            wake.workers();
        }
        return retried.receipt;
    }

    /** Leaves alone a message that a worker is trying at this moment. */
    private static Reset reset(Handle handle, long campaignId, Set<FailureKind> kinds) {
        // idx_outbound_messages_retry
        return handle.createQuery("""
                        WITH reset AS (
                            UPDATE outbound_messages
                            SET status = 'pending', retry_count = 0, next_attempt_at = <now>, updated_at = <now>,
                                last_error = NULL, failure_kind = NULL,
                                idempotency_key = CASE WHEN failure_kind = 'uncertain' THEN idempotency_key
                                                       ELSE gen_random_uuid() END
                            WHERE campaign_id = :campaign AND status = 'failed' AND claimed_by IS NULL
                              AND coalesce(failure_kind, 'transient') = ANY (:kinds)
                            RETURNING id
                        )
                        SELECT (SELECT count(*) FROM reset) AS total,
                               array(SELECT id FROM reset ORDER BY id LIMIT :jobs) AS ids
                        """)
                .bind("campaign", campaignId)
                .bindArray(
                        "kinds",
                        String.class,
                        kinds.stream().map(FailureKind::wireName).toArray())
                .bind("jobs", JOBS)
                .map((row, context) -> new Reset(row.getLong("total"), Arrays.asList((Long[])
                        row.getArray("ids").getArray())))
                .one();
    }

    private void push(long campaignId, List<Long> messageIds) {
        try {
            queue.push(messageIds);
        } catch (QueueUnavailableException e) {
            log.warn("campaign {} is retried without jobs: {}", campaignId, e.getMessage());
        }
    }
}
