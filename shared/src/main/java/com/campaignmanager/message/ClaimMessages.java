package com.campaignmanager.message;

import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.settings.Settings.RetrySettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * The statement that claims messages for a worker run: those named by jobs, and an equal share of due ones from each
 * sending campaign in turn, so that a small campaign never waits for a large one's list. It returns only what was really
 * claimable, so a repeated or made-up job does no harm, and it skips what another worker is claiming at this moment.
 */
public final class ClaimMessages {
    /** How many sending campaigns one claim looks at; the next claim goes on behind them. */
    private static final int CAMPAIGNS_A_CLAIM = 16;

    private final Jdbi jdbi;
    private final boolean takesFailed;
    private final int maxRetries;

    public ClaimMessages(Jdbi jdbi, RetrySettings retry) {
        this.jdbi = jdbi;
        this.takesFailed = !retry.auto();
        this.maxRetries = retry.maxRetries();
    }

    /**
     * @param jobs the messages that jobs name
     * @param share how many of these to take at most, and how many due messages besides; at least one
     * @param held the messages the run holds already
     * @param cursors where each campaign's due messages have been looked through to; brought up to date
     * @return what the run holds from now on, campaigns taking turns; empty also if the run has lost its lease
     */
    public List<Outgoing> claim(
            long runId, Duration lease, Set<Long> jobs, int share, Collection<Long> held, DueCursors cursors) {
        List<Row> rows = rows(runId, lease, jobs, share, held, cursors);
        cursors.advance(rows, jobs, share);
        return rows.stream().flatMap(row -> row.message().stream()).toList();
    }

    /**
     * A message claimed and where it stood among its campaign's due ones, or a campaign whose turn it was and that had none.
     *
     * @param inTurn whether it was its campaign's turn; else a job named it
     */
    record Row(long campaignId, boolean inTurn, Optional<Outgoing> message, String nextAttemptAt) {}

    private List<Row> rows(
            long runId, Duration lease, Set<Long> jobs, int share, Collection<Long> held, DueCursors cursors) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH run AS (
                            -- Held to the end: whoever wants to reclaim this run waits, or has done so already.
                            SELECT run_id FROM worker_runs WHERE run_id = :run FOR NO KEY UPDATE
                        ), asked AS (
                            -- outbound_messages_pkey; no index by status can serve a CASE
                            SELECT m.id FROM run, outbound_messages AS m
                            WHERE m.id = ANY (:jobs) AND m.claimed_by IS NULL
                              AND CASE m.status WHEN 'pending' THEN m.next_attempt_at <= <now>
                                                WHEN 'failed' THEN :takesFailed AND m.retry_count < :maxRetries END
                            LIMIT :share
                            FOR NO KEY UPDATE OF m SKIP LOCKED
                        ), turn AS (
                            -- idx_campaigns_status, from where the last claim stopped, and round to the start
                            (SELECT id FROM campaigns
                             WHERE status = 'sending' AND id > :after AND id <> ALL (:exhausted) ORDER BY id LIMIT :campaigns)
                            UNION ALL
                            (SELECT id FROM campaigns
                             WHERE status = 'sending' AND id <= :after AND id <> ALL (:exhausted) ORDER BY id LIMIT :campaigns)
                            LIMIT :campaigns
                        ), due AS (
                            SELECT d.id
                            FROM run, turn
                            LEFT JOIN unnest(:cursorCampaigns, :cursorTimes::timestamptz[], :cursorIds) AS seen (campaign_id, at, id)
                                ON seen.campaign_id = turn.id,
                            LATERAL (
                                SELECT m.id
                                FROM (
                                    -- idx_outbound_messages_due; the limit, never reached, tells the planner it is little
                                    SELECT id FROM outbound_messages
                                    WHERE campaign_id = turn.id AND (status = 'pending') IS TRUE AND next_attempt_at <= <now>
                                      AND (next_attempt_at, id) > (coalesce(seen.at, '-infinity'), coalesce(seen.id, 0))
                                      AND claimed_by IS NULL AND id NOT IN (SELECT id FROM asked)
                                    ORDER BY next_attempt_at, id LIMIT 1000
                                ) AS next
                                JOIN outbound_messages AS m ON m.id = next.id
                                WHERE CASE m.status WHEN 'pending' THEN m.claimed_by IS NULL END
                                LIMIT greatest(1, :share / (SELECT count(*) FROM turn))
                                FOR NO KEY UPDATE OF m SKIP LOCKED
                            ) AS d
                        ), claimed AS (
                            -- outbound_messages_pkey; an array, because the planner can't know how few they are
                            UPDATE outbound_messages AS m SET claimed_by = :run
                            WHERE m.id = ANY (ARRAY(SELECT id FROM asked UNION ALL SELECT id FROM due))
                            RETURNING m.id, m.campaign_id, m.customer_id, m.rendered_content, m.idempotency_key,
                                      m.retry_count, m.next_attempt_at
                        ), held AS (
                            UPDATE worker_runs
                            SET claimed = :held || array(SELECT id FROM claimed), lease_until = <now> + :lease
                            WHERE run_id = :run
                        )
                        SELECT coalesce(m.campaign_id, turn.id) AS campaign_id, turn.id IS NOT NULL AS in_turn, m.id,
                               m.rendered_content, m.idempotency_key, m.retry_count,
                               m.next_attempt_at::text AS next_attempt_at, c.channel, cu.phone
                        FROM turn
                        FULL JOIN claimed AS m ON m.campaign_id = turn.id
                        LEFT JOIN campaigns AS c ON c.id = m.campaign_id
                        LEFT JOIN customers AS cu ON cu.id = m.customer_id
                        ORDER BY row_number() OVER (PARTITION BY m.campaign_id ORDER BY m.next_attempt_at, m.id), m.campaign_id
                        """)
                .bind("run", runId)
                .bind("lease", lease)
                .bindArray("jobs", Long.class, jobs.toArray())
                .bind("share", share)
                .bind("takesFailed", takesFailed)
                .bind("maxRetries", maxRetries)
                .bind("campaigns", CAMPAIGNS_A_CLAIM)
                .bindArray("held", Long.class, held.toArray())
                .bind("after", cursors.lastCampaign())
                .bindArray("exhausted", Long.class, cursors.exhausted().toArray())
                .bindArray("cursorCampaigns", Long.class, cursors.campaigns())
                .bindArray("cursorTimes", String.class, cursors.times())
                .bindArray("cursorIds", Long.class, cursors.ids())
                .map((row, context) -> row(row))
                .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        long campaignId = row.getLong("campaign_id");
        boolean inTurn = row.getBoolean("in_turn");
        String phone = row.getString("phone");
        if (phone == null) {
            return new Row(campaignId, inTurn, Optional.empty(), "");
        }
        Outgoing outgoing = new Outgoing(
                row.getLong("id"),
                campaignId,
                Channel.of(row.getString("channel")).orElseThrow(),
                phone,
                row.getString("rendered_content"),
                row.getObject("idempotency_key", UUID.class),
                row.getInt("retry_count") + 1);
        return new Row(campaignId, inTurn, Optional.of(outgoing), row.getString("next_attempt_at"));
    }

    /**
     * How long until a message of a sending campaign that nobody holds becomes due; zero if one is due now, empty if
     * none ever will be.
     */
    public Optional<Duration> untilNextDue() {
        // idx_campaigns_status, then the first unclaimed entry a campaign of idx_outbound_messages_due
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT greatest(0, ceil(extract(epoch FROM min(next.at) - <now>) * 1000))::bigint
                        FROM campaigns AS c, LATERAL (
                            SELECT m.next_attempt_at AS at FROM outbound_messages AS m
                            WHERE m.campaign_id = c.id AND (m.status = 'pending') IS TRUE AND m.claimed_by IS NULL
                            ORDER BY m.next_attempt_at, m.id LIMIT 1
                        ) AS next
                        WHERE c.status = 'sending'
                        HAVING count(*) > 0
                        """).mapTo(Long.class).findOne().map(Duration::ofMillis));
    }
}
