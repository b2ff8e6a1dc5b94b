package com.campaignmanager.campaign;

import com.campaignmanager.message.FailureKind;
import com.campaignmanager.message.RetryMessages;
import com.campaignmanager.message.RetryMessages.Selection;
import com.campaignmanager.metrics.Metric;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.time.Deadline;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a campaign's failed messages again, selected by kind and class of failure. The first chunk is done in the request, the
 * rest by the scheduler, so that the answer does not wait for a million messages.
 */
public final class RetryCampaign {
    private static final Set<CampaignStatus> RETRYABLE =
            EnumSet.of(CampaignStatus.SENDING, CampaignStatus.SENT, CampaignStatus.FAILED);
    private static final int CHUNK = 5_000;
    private static final Duration MAX_CHUNK_TIME = Duration.ofSeconds(5);

    /** Workers find the rest by themselves. */
    private static final int JOBS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(RetryCampaign.class);

    private final Jdbi jdbi;
    private final SendQueue queue;
    private final DueWork work;
    private final CloseCampaigns close;
    private final Metrics metrics;

    public RetryCampaign(Jdbi jdbi, SendQueue queue, DueWork work, CloseCampaigns close, Metrics metrics) {
        this.jdbi = jdbi;
        this.queue = queue;
        this.work = work;
        this.close = close;
        this.metrics = metrics;
    }

    private record Retried(SendReceipt receipt, List<Long> pending, boolean rest) {}

    /**
     * Sets the failed messages of these kinds and classes to pending. A message that may have arrived keeps its idempotency
     * key, since the provider may know it; the others get a new one. Those whose content can never be sent stay failed, and
     * so do those whose recipients have opted out.
     *
     * @param classes only these; empty: any
     * @throws ProblemException {@code campaign_not_found} or {@code wrong_status}
     */
    public SendReceipt retry(long campaignId, Set<FailureKind> kinds, Set<ErrorClass> classes) {
        work.announceIfPossible();
        Retried retried = jdbi.inTransaction(handle -> {
            LockedCampaign campaign = LockedCampaign.lock(handle, campaignId)
                    .require(RETRYABLE, "only one that is sending, sent or failed can be retried");
            return retry(handle, campaign, Selection.now(handle, kinds, classes));
        });
        metrics.count(Metric.MESSAGES_QUEUED, retried.pending.size());
        if (retried.receipt.messagesQueued() > 0) {
            push(campaignId, retried.pending);
            close.closeIfPossible(List.of(campaignId));
            work.wakeWorkers();
        }
        if (retried.rest) {
            work.wakeScheduler();
        }
        return retried.receipt;
    }

    private static Retried retry(Handle handle, LockedCampaign campaign, Selection selection) {
        long matching = RetryMessages.count(handle, campaign.id(), selection);
        if (matching == 0) {
            return new Retried(new SendReceipt(campaign.id(), 0, campaign.status()), List.of(), false);
        }
        RetryMessages.Chunk first =
                RetryMessages.next(handle, campaign.id(), campaign.content().channel(), selection, CHUNK);
        boolean rest = first.total() == CHUNK;
        CampaignTransitions.retry(handle, campaign.id(), rest ? Optional.of(selection.write()) : Optional.empty());
        return new Retried(new SendReceipt(campaign.id(), matching, CampaignStatus.SENDING), first.pending(), rest);
    }

    /** Continues retries whose first chunk the request has done. @return how many messages were set to pending */
    public long run(Deadline deadline) {
        long pending = 0;
        Optional<RetryMessages.Chunk> chunk = Optional.empty();
        do {
            if (deadline.isWithin(MAX_CHUNK_TIME)) {
                break;
            }
            chunk = jdbi.inTransaction(RetryCampaign::next);
            pending += chunk.map(some -> some.pending().size()).orElse(0);
            chunk.filter(some -> some.total() < CHUNK)
                    .ifPresent(some -> close.closeIfPossible(List.of(some.campaignId())));
        } while (chunk.isPresent());
        if (pending > 0) {
            metrics.count(Metric.MESSAGES_QUEUED, pending);
            work.wakeWorkers();
        }
        return pending;
    }

    private static Optional<RetryMessages.Chunk> next(Handle handle) {
        // idx_campaigns_retrying; the one that has waited longest first
        return handle.createQuery("""
                        SELECT id, channel, retrying FROM campaigns WHERE retrying IS NOT NULL AND status = 'sending'
                        ORDER BY updated_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
                        """)
                .map((row, _) -> RetryMessages.next(
                        handle,
                        row.getLong("id"),
                        Channel.of(row.getString("channel")).orElseThrow(),
                        Selection.read(row.getString("retrying")),
                        CHUNK))
                .findOne()
                .map(chunk -> advance(handle, chunk));
    }

    private static RetryMessages.Chunk advance(Handle handle, RetryMessages.Chunk chunk) {
        handle.createUpdate("""
                        UPDATE campaigns SET retrying = CASE WHEN :last THEN NULL ELSE retrying END, updated_at = <now>
                        WHERE id = :id
                        """)
                .bind("id", chunk.campaignId())
                .bind("last", chunk.total() < CHUNK)
                .execute();
        return chunk;
    }

    private void push(long campaignId, List<Long> messageIds) {
        try {
            queue.push(messageIds.stream().limit(JOBS).toList());
        } catch (QueueUnavailableException e) {
            log.warn("campaign {} is retried without jobs: {}", campaignId, e.getMessage());
        }
    }
}
