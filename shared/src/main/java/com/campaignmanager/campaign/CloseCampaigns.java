package com.campaignmanager.campaign;

import com.campaignmanager.log.CampaignId;
import com.campaignmanager.metrics.Metrics;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends campaigns of which nothing is pending any more: as {@code failed} if all messages failed, else as {@code sent}.
 * Whoever records the last outcome, or deletes the last pending message, calls this after its commit; if it dies before
 * that, the scheduler does.
 */
public final class CloseCampaigns {
    private static final Logger log = LoggerFactory.getLogger(CloseCampaigns.class);

    private final Jdbi jdbi;
    private final Metrics metrics;

    public CloseCampaigns(Jdbi jdbi, Metrics metrics) {
        this.jdbi = jdbi;
        this.metrics = metrics;
    }

    /** A campaign that this call has ended, and as what. */
    public record Closed(long campaignId, CampaignStatus status) {}

    /** Ends those of them that have finished. */
    public List<Closed> close(Collection<Long> campaignIds) {
        List<Long> finished = campaignIds.isEmpty() ? List.of() : finished(campaignIds);
        if (finished.isEmpty()) {
            return List.of();
        }
        List<Closed> closed = jdbi.inTransaction(handle -> {
            lock(handle, finished);
            return closeLocked(handle, finished);
        });
        closed.forEach(this::tell);
        return closed;
    }

    private void tell(Closed closed) {
        try (CampaignId.Lines _ = CampaignId.onEachLine(closed.campaignId)) {
            log.info("campaign {} is {}", closed.campaignId, closed.status.wireName());
        }
        if (closed.status == CampaignStatus.FAILED) {
            metrics.campaignFailed();
        } else {
            metrics.campaignCompleted();
        }
    }

    /** Ends every campaign that has finished, for those whose last worker died before it could. */
    public List<Closed> closeAll() {
        // idx_campaigns_status
        List<Long> sending = jdbi.withHandle(
                handle -> handle.createQuery("SELECT id FROM campaigns WHERE status = 'sending' AND NOT expanding")
                        .mapTo(Long.class)
                        .list());
        return close(sending);
    }

    // A failed campaign becomes sent when a message pushed by hand succeeds after all.
    private static final String FINISHED = """
            SELECT c.id, CASE WHEN s.sent = 0 AND s.failed > 0 THEN 'failed' ELSE 'sent' END AS status
            FROM campaigns AS c, LATERAL (
                SELECT coalesce(sum(pending), 0) AS pending, coalesce(sum(sent), 0) AS sent,
                       coalesce(sum(failed), 0) AS failed
                FROM campaign_stats WHERE campaign_id = c.id
            ) AS s
            WHERE c.id = ANY (:ids) AND NOT c.expanding AND s.pending = 0
              AND (c.status = 'sending' OR c.status = 'failed' AND s.sent > 0)
            """;

    /** Looks without a lock first: most calls find nothing finished. */
    private List<Long> finished(Collection<Long> ids) {
        // campaigns_pkey, campaign_stats_pkey
        return jdbi.withHandle(handle -> handle.createQuery(FINISHED)
                .bindArray("ids", Long.class, ids.toArray())
                .map((row, context) -> row.getLong("id"))
                .list());
    }

    /**
     * The counters are read by a statement of its own after the lock, so that it sees whatever was committed while
     * waiting for it: a retry that made messages pending again, or the last chunk of an expansion.
     */
    private static void lock(Handle handle, Collection<Long> ids) {
        handle.createQuery("SELECT id FROM campaigns WHERE id = ANY (:ids) ORDER BY id FOR UPDATE")
                .bindArray("ids", Long.class, ids.toArray())
                .mapTo(Long.class)
                .list();
    }

    private static List<Closed> closeLocked(Handle handle, Collection<Long> ids) {
        return handle.createQuery("""
                        WITH finished AS (
                        """ + FINISHED + """
                        )
                        UPDATE campaigns AS c SET status = finished.status, to_announce = <now>, updated_at = <now>
                        FROM finished WHERE c.id = finished.id
                        RETURNING c.id, c.status
                        """)
                .bindArray("ids", Long.class, ids.toArray())
                .map((row, context) -> new Closed(
                        row.getLong("id"),
                        CampaignStatus.of(row.getString("status")).orElseThrow()))
                .list();
    }
}
