package com.campaignmanager.campaign;

import com.campaignmanager.log.CampaignId;
import com.campaignmanager.time.Deadline;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fails, in chunks, the messages that a cancelled campaign has left pending, or that had not begun by their campaign's
 * {@code send_before}. A message that may have begun is left to its run; a claim takes none of these campaigns. Safe at any
 * time, by any number at once.
 */
public final class FailPending {
    private static final int CHUNK = 5_000;
    private static final Duration MAX_CHUNK_TIME = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(FailPending.class);

    private final Jdbi jdbi;
    private final CloseCampaigns close;

    public FailPending(Jdbi jdbi, CloseCampaigns close) {
        this.jdbi = jdbi;
        this.close = close;
    }

    /** @return how many messages were failed */
    public long run(Deadline deadline) {
        markExpired();
        long failed = 0;
        for (long campaign : marked()) {
            try (CampaignId.Lines _ = CampaignId.onEachLine(campaign)) {
                failed += failPending(campaign, deadline);
            }
        }
        return failed;
    }

    /** Their {@code send_before} has come: expansion stops, and what is pending fails. */
    private void markExpired() {
        // idx_campaigns_send_before
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE campaigns AS c
                        SET failing = 'expired', expanding = false, retrying = NULL, updated_at = <now>
                        WHERE c.send_before <= <now> AND c.status IN ('sending', 'paused') AND c.failing IS NULL
                          AND (c.expanding OR c.retrying IS NOT NULL OR EXISTS (
                              SELECT FROM outbound_messages AS m
                              WHERE m.campaign_id = c.id AND (m.status = 'pending') IS TRUE AND m.claimed_by IS NULL))
                        """).execute());
    }

    private List<Long> marked() {
        // idx_campaigns_failing
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT id FROM campaigns WHERE failing IS NOT NULL ORDER BY id")
                        .mapTo(Long.class)
                        .list());
    }

    private long failPending(long campaign, Deadline deadline) {
        long failed = 0;
        int chunk = CHUNK;
        while (chunk == CHUNK && !deadline.isWithin(MAX_CHUNK_TIME)) {
            chunk = jdbi.inTransaction(handle -> failChunk(handle, campaign));
            failed += chunk;
        }
        if (chunk < CHUNK && jdbi.withHandle(handle -> clearMark(handle, campaign)) > 0) {
            log.info("campaign {}: {} pending messages have failed", campaign, failed);
            close.closeIfPossible(List.of(campaign));
        }
        return failed;
    }

    private static int failChunk(Handle handle, long campaign) {
        // idx_outbound_messages_due, outbound_messages_pkey, campaigns_pkey
        return handle.createUpdate("""
                        UPDATE outbound_messages AS m
                        SET status = 'failed', updated_at = <now>,
                            failure_kind = CASE WHEN m.in_doubt THEN 'uncertain' ELSE c.failing END,
                            last_error = CASE c.failing WHEN 'cancelled' THEN 'the campaign was cancelled'
                                                        ELSE 'not sent before the campaign''s send_before' END
                        FROM campaigns AS c
                        WHERE c.id = :campaign AND c.failing IS NOT NULL AND m.id = ANY (ARRAY(
                            SELECT id FROM outbound_messages
                            WHERE campaign_id = :campaign AND (status = 'pending') IS TRUE AND claimed_by IS NULL
                            ORDER BY next_attempt_at, id LIMIT :chunk FOR NO KEY UPDATE SKIP LOCKED))
                        """)
                .bind("campaign", campaign)
                .bind("chunk", CHUNK)
                .execute();
    }

    /** Only once nothing is pending: a run may still give back a message that did not begin after all. */
    private static int clearMark(Handle handle, long campaign) {
        // campaigns_pkey, idx_outbound_messages_due
        return handle.createUpdate("""
                        UPDATE campaigns SET failing = NULL, updated_at = <now>,
                            recipients_expected = (SELECT coalesce(sum(pending + sent + failed), 0)
                                                   FROM campaign_stats WHERE campaign_id = :campaign)
                        WHERE id = :campaign AND failing IS NOT NULL AND NOT EXISTS (
                            SELECT FROM outbound_messages WHERE campaign_id = :campaign AND (status = 'pending') IS TRUE)
                        """).bind("campaign", campaign).execute();
    }
}
