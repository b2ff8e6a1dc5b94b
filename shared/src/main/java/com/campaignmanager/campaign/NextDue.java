package com.campaignmanager.campaign;

import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** When there is something to do next, for worker or scheduler, as PostgreSQL knows it. */
public final class NextDue {
    private final Jdbi jdbi;

    public NextDue(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** How long until then: zero while anything is due or under way, empty if nothing ever will be. */
    public Optional<Duration> until() {
        // worker_runs; idx_campaigns_expanding, idx_campaigns_to_announce, idx_campaigns_scheduled,
        // idx_campaigns_status, and the first entry a
        // campaign of idx_outbound_messages_due
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT greatest(0, ceil(extract(epoch FROM min(due.at) - <now>) * 1000))::bigint
                        FROM (
                            SELECT <now> AS at WHERE EXISTS (SELECT FROM worker_runs)
                                OR EXISTS (SELECT FROM campaigns WHERE expanding)
                                OR EXISTS (SELECT FROM campaigns WHERE to_announce IS NOT NULL)
                            UNION ALL
                            SELECT min(scheduled_at) FROM campaigns WHERE status = 'scheduled'
                            UNION ALL
                            SELECT next.at FROM campaigns AS c, LATERAL (
                                SELECT m.next_attempt_at AS at FROM outbound_messages AS m
                                WHERE m.campaign_id = c.id AND (m.status = 'pending') IS TRUE
                                ORDER BY m.next_attempt_at, m.id LIMIT 1
                            ) AS next
                            WHERE c.status = 'sending'
                        ) AS due
                        WHERE due.at IS NOT NULL
                        HAVING count(*) > 0
                        """).mapTo(Long.class).findOne().map(Duration::ofMillis));
    }
}
