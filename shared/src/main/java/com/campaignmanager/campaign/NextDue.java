package com.campaignmanager.campaign;

import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** When there is work next, for the worker or the scheduler, according to PostgreSQL. */
public final class NextDue {
    private final Jdbi jdbi;

    public NextDue(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** How long until then: zero while anything is due or in progress, empty if there is no work at all. */
    public Optional<Duration> until() {
        // idx_campaigns_expanding, idx_campaigns_retrying, idx_campaigns_failing, idx_campaigns_to_announce,
        // idx_campaigns_status, idx_suppressions_unfinished, idx_campaigns_scheduled, idx_campaigns_send_before,
        // idx_outbound_messages_due, idx_campaign_due_due; worker_runs has at most MAX_WORKERS rows
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT greatest(0, ceil(extract(epoch FROM min(due.at) - <now>) * 1000))::bigint
                        FROM (
                            SELECT <now> AS at WHERE EXISTS (SELECT FROM worker_runs)
                                OR EXISTS (SELECT FROM campaigns WHERE expanding AND status = 'sending')
                                OR EXISTS (SELECT FROM campaigns WHERE retrying IS NOT NULL AND status = 'sending')
                                OR EXISTS (SELECT FROM campaigns WHERE failing IS NOT NULL)
                                OR EXISTS (SELECT FROM campaigns WHERE to_announce IS NOT NULL)
                                OR EXISTS (SELECT FROM campaigns WHERE status = 'deleted')
                                OR EXISTS (SELECT FROM suppressions WHERE unfinished IS NOT NULL)
                                OR EXISTS (
                                    SELECT FROM campaigns AS c
                                    WHERE c.status = 'sending' AND NOT c.expanding AND c.retrying IS NULL AND NOT EXISTS (
                                        SELECT FROM outbound_messages AS m
                                        WHERE m.campaign_id = c.id AND (m.status = 'pending') IS TRUE))
                            UNION ALL
                            SELECT min(scheduled_at) FROM campaigns WHERE status = 'scheduled'
                            UNION ALL
                            SELECT min(send_before) FROM campaigns AS c
                            WHERE send_before IS NOT NULL AND status IN ('sending', 'paused') AND EXISTS (
                                SELECT FROM outbound_messages AS m
                                WHERE m.campaign_id = c.id AND (m.status = 'pending') IS TRUE)
                            UNION ALL
                            (SELECT due_at FROM campaign_due ORDER BY due_at LIMIT 1)
                        ) AS due
                        WHERE due.at IS NOT NULL
                        HAVING count(*) > 0
                        """).mapTo(Long.class).findOne().map(Duration::ofMillis));
    }
}
