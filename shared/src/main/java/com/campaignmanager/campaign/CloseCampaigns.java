package com.campaignmanager.campaign;

import com.campaignmanager.log.CampaignId;
import com.campaignmanager.metrics.Metrics;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends campaigns that have nothing pending any more: as {@code failed} if all messages failed, otherwise as {@code sent}. Code
 * that has recorded the last outcome, or deleted the last pending message, calls this after its commit. If it dies before
 * that, the scheduler ends the campaign.
 */
public final class CloseCampaigns {
    private static final Logger log = LoggerFactory.getLogger(CloseCampaigns.class);

    /** What follows {@code FOR UPDATE}. */
    private static final String WAIT = "";

    private static final String SKIP = "SKIP LOCKED";

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
        return close(campaignIds, WAIT);
    }

    /** @param locked what to do about campaigns that another transaction has locked */
    private List<Closed> close(Collection<Long> campaignIds, String locked) {
        List<Long> finished = campaignIds.isEmpty() ? List.of() : finished(campaignIds);
        if (finished.isEmpty()) {
            return List.of();
        }
        List<Closed> closed =
                jdbi.inTransaction(handle -> CampaignTransitions.close(handle, lock(handle, finished, locked)));
        closed.forEach(this::report);
        return closed;
    }

    /**
     * The same for a caller whose own change is committed, and whose answer must not depend on this: the scheduler closes
     * what this can't.
     */
    public void closeIfPossible(Collection<Long> campaignIds) {
        try {
            close(campaignIds);
        } catch (JdbiException e) {
            log.warn("{} campaigns are left for the scheduler to close: {}", campaignIds.size(), e.getMessage());
        }
    }

    private void report(Closed closed) {
        try (CampaignId.Lines _ = CampaignId.onEachLine(closed.campaignId)) {
            log.info("campaign {} is {}", closed.campaignId, closed.status.wireName());
        }
        if (closed.status == CampaignStatus.FAILED) {
            metrics.campaignFailed();
        } else {
            metrics.campaignCompleted();
        }
    }

    /**
     * Ends every campaign that has finished, including those whose last worker died before it could. A locked campaign is left
     * for the next time: waiting for it would delay the ends of all others, and the caller's other work.
     */
    public List<Closed> closeAll() {
        // idx_campaigns_status
        List<Long> sending = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT id FROM campaigns WHERE status = 'sending' AND NOT expanding AND retrying IS NULL")
                .mapTo(Long.class)
                .list());
        return close(sending, SKIP);
    }

    /** Looks without a lock first: most calls find nothing finished. */
    private List<Long> finished(Collection<Long> ids) {
        // campaigns_pkey, campaign_stats_pkey
        return jdbi.withHandle(handle -> handle.createQuery(CampaignTransitions.FINISHED + " AND c.id = ANY (:ids)")
                .bindArray("ids", Long.class, ids.toArray())
                .map((row, _) -> row.getLong("id"))
                .list());
    }

    /**
     * The counters are read by a statement of its own after the lock, so that it sees all that was committed while waiting
     * for it: a retry that made messages pending again, or the last chunk of an expansion.
     */
    private static List<Long> lock(Handle handle, Collection<Long> ids, String locked) {
        // campaigns_pkey
        return handle.createQuery("SELECT id FROM campaigns WHERE id = ANY (:ids) ORDER BY id FOR UPDATE <locked>")
                .define("locked", locked)
                .bindArray("ids", Long.class, ids.toArray())
                .mapTo(Long.class)
                .list();
    }
}
