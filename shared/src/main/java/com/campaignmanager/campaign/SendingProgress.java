package com.campaignmanager.campaign;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** How the campaigns that are being sent make progress, according to PostgreSQL, for the alarms. */
public final class SendingProgress {
    /** Far longer than a worker takes to be replaced, and its lease to run out. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Jdbi jdbi;

    public SendingProgress(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param oldestWait how long the oldest due message has been due; zero if none is
     * @param stuck the campaigns that have had something to send or to expand for 15 minutes in which nothing of them has
     *     changed
     */
    public record Seen(Duration oldestWait, List<Long> stuck) {}

    /** Looks at each sending campaign once, however many messages it has; a closed channel keeps its campaigns waiting. */
    public Seen look() {
        // idx_campaigns_status, channels_pkey, campaign_stats_pkey, and per campaign the first entry of
        // idx_outbound_messages_due
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT greatest(0, extract(epoch FROM <now> - min(due.at)))::bigint AS seconds,
                               coalesce(array_agg(c.id ORDER BY c.id) FILTER (
                                   WHERE (c.expanding OR due.at <= <now> - :patience)
                                     AND greatest(c.updated_at, stats.changed_at) <= <now> - :patience), '{}') AS stuck
                        FROM campaigns AS c
                        JOIN channels AS ch ON ch.channel = c.channel AND ch.closed_until IS NULL
                        LEFT JOIN LATERAL (
                            SELECT m.next_attempt_at AS at FROM outbound_messages AS m
                            WHERE m.campaign_id = c.id AND (m.status = 'pending') IS TRUE
                            ORDER BY m.next_attempt_at, m.id LIMIT 1
                        ) AS due ON true
                        LEFT JOIN LATERAL (
                            SELECT max(s.changed_at) AS changed_at FROM campaign_stats AS s WHERE s.campaign_id = c.id
                        ) AS stats ON true
                        WHERE c.status = 'sending'
                        """)
                .bind("patience", PATIENCE)
                .map((row, context) -> new Seen(Duration.ofSeconds(row.getLong("seconds")), Arrays.asList((Long[])
                        row.getArray("stuck").getArray())))
                .one());
    }
}
