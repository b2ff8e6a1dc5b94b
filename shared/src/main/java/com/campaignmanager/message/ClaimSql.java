package com.campaignmanager.message;

/**
 * The text of the two claims. Both are one statement: lock the run, choose candidates, admit them, claim them, write them
 * down in the run's row, and replace hints in campaign_due that were too early. docs/drain-loop.md draws it.
 */
final class ClaimSql {
    private ClaimSql() {}

    private static final String RUN = """
            WITH run AS (
                -- Locked to the end: a reclaim or a recall of this run waits, or has happened before. After a recall that this
                -- statement's snapshot does not show, the number is another one, and nothing is claimed.
                SELECT run_id FROM worker_runs WHERE run_id = :run AND recalls = :recalls FOR NO KEY UPDATE
            ),
            """;

    private static final String OPEN_LANE = """
            lane AS (
                -- channels_pkey
                SELECT channel FROM channels
                WHERE channel = ANY (:channels) AND closed_until IS NULL AND slowed_rate IS NULL
            ),
            """;

    /**
     * The rate in use recovers from a slow-down by 5 % a second: of the configured rate, or of itself where none is
     * configured; such a slow-down ends ten minutes after the last throttled answer.
     */
    private static final String LIMITED_LANE = """
            lane AS (
                -- channels_pkey; who doesn't get the row claims nothing of this channel this time
                SELECT ch.channel, ch.closed_until, ch.held_by,
                       greatest(ch.paid_until, <now>) AS paid_until,
                       CASE WHEN ch.slowed_rate IS NULL THEN :rate::double precision
                            WHEN :rate::double precision IS NOT NULL THEN
                                least(:rate::double precision, ch.slowed_rate + 0.05 * :rate::double precision * extract(epoch FROM <now> - ch.slowed_at))
                            WHEN ch.slowed_at > <now> - interval '10 minutes' THEN
                                ch.slowed_rate * power(1.05, extract(epoch FROM <now> - ch.slowed_at))
                       END AS rate
                FROM channels AS ch, run WHERE ch.channel = :channel FOR NO KEY UPDATE OF ch SKIP LOCKED
            ),
            """;

    private static final String CANDIDATES = """
            due_campaign AS MATERIALIZED (
                -- idx_campaign_due_due, campaigns_pkey
                SELECT d.campaign_id AS id, d.hints, c.channel,
                       c.status = 'sending' AND (c.send_before IS NULL OR c.send_before > <now>) AS is_sending
                FROM (SELECT campaign_id, count(*) AS hints FROM campaign_due WHERE due_at <= <now> GROUP BY campaign_id) AS d
                LEFT JOIN campaigns AS c ON c.id = d.campaign_id
            ), turn AS MATERIALIZED (
                -- from where the last claim stopped, and round to the start
                SELECT d.id, d.hints, seen.at, seen.id AS after_id
                FROM due_campaign AS d JOIN lane ON lane.channel = d.channel
                LEFT JOIN unnest(:cursorCampaigns, :cursorTimes::timestamptz[], :cursorIds) AS seen (campaign_id, at, id)
                    ON seen.campaign_id = d.id
                WHERE d.is_sending AND d.id <> ALL (:exhausted)
                ORDER BY d.id <= :after, d.id LIMIT :campaigns
            ), named AS MATERIALIZED (
                -- outbound_messages_pkey; first, or the planner may go through all campaigns of the channel. A subquery, so that
                -- no plan depends on how many jobs there are.
                SELECT id, campaign_id FROM outbound_messages WHERE id = ANY (ARRAY(SELECT unnest(:jobs)))
            ), asked AS (
                -- outbound_messages_pkey, campaigns_pkey; no index by status can serve a CASE, and none by channel a concatenation
                SELECT m.id, m.phone IS NULL OR m.status = 'failed' AS unchecked, m.segments
                FROM run, named JOIN outbound_messages AS m ON m.id = named.id
                JOIN campaigns AS c ON c.id = named.campaign_id JOIN lane ON lane.channel = c.channel || ''
                WHERE m.claimed_by IS NULL AND (c.send_before IS NULL OR c.send_before > <now>)
                  AND CASE m.status
                      WHEN 'pending' THEN c.status = 'sending' AND m.next_attempt_at <= <now>
                          AND (m.window_ends_at IS NULL OR m.window_ends_at > <now>)
                      WHEN 'failed' THEN :takesFailed AND c.status IN ('sending', 'sent', 'failed')
                          AND m.retry_count < :maxRetries
                          AND (coalesce(m.failure_kind, 'transient') = 'transient'
                               OR m.failure_kind = 'uncertain' AND :takesUncertain)
                      END
                LIMIT :share
                FOR NO KEY UPDATE OF m SKIP LOCKED
            ), due AS MATERIALIZED (
                SELECT d.id, d.unchecked, d.segments, turn.id AS campaign_id
                FROM run, turn,
                LATERAL (
                    SELECT m.id, m.phone IS NULL AS unchecked, m.segments
                    FROM (
                        -- idx_outbound_messages_due; the limit, never reached, tells the planner it is little
                        SELECT id FROM outbound_messages
                        WHERE campaign_id = turn.id AND (status = 'pending') IS TRUE AND next_attempt_at <= <now>
                          AND (next_attempt_at, id) > (coalesce(turn.at, '-infinity'), coalesce(turn.after_id, 0))
                          AND claimed_by IS NULL AND id NOT IN (SELECT id FROM asked)
                          AND (window_ends_at IS NULL OR window_ends_at > <now>)
                        ORDER BY next_attempt_at, id LIMIT 1000
                    ) AS next
                    JOIN outbound_messages AS m ON m.id = next.id
                    -- what an older snapshot showed as due may have been tried or put off since: the locked row decides
                    WHERE CASE m.status WHEN 'pending' THEN m.claimed_by IS NULL AND m.next_attempt_at <= <now> END
                    LIMIT greatest(1, :share / (SELECT count(*) FROM turn))
                    FOR NO KEY UPDATE OF m SKIP LOCKED
                ) AS d
            ),
            """;

    private static final String ADMIT_ALL = """
            admitted AS (
                SELECT id, NULL::double precision AS release_in, false AS probe FROM asked
                UNION ALL
                SELECT id, NULL, false FROM due
            ),
            """;

    /**
     * GCRA, judged by release instants: a message may begin once everything released before it is paid for, but for the
     * burst. The burst is a time, that in which the configured rate pays for it: as a number of messages it would be a longer
     * time at a lower rate, and a channel that slows down would be let a burst through for it. A closed channel lets one
     * message through when its time has come: not the one that raised the hold while another waits.
     */
    private static final String ADMIT_BY_LIMIT = """
            candidate AS MATERIALIZED (
                SELECT c.id, CASE WHEN :countsSegments THEN greatest(1, coalesce(c.segments, 1)) ELSE 1 END AS units,
                       row_number() OVER (ORDER BY c.place, c.id) AS place,
                       row_number() OVER (ORDER BY c.id = coalesce(lane.held_by, 0), c.place, c.id) AS probe_place
                FROM (SELECT id, segments, 0 AS place FROM asked
                      UNION ALL
                      SELECT id, segments, row_number() OVER (PARTITION BY campaign_id) FROM due) AS c CROSS JOIN lane
            ), priced AS MATERIALIZED (
                SELECT c.id, c.place, c.probe_place, c.units,
                       CASE WHEN lane.rate IS NULL THEN 0
                            ELSE extract(epoch FROM lane.paid_until - <now>)
                                 + (sum(c.units) OVER (ORDER BY c.place) - c.units) / lane.rate
                                 - coalesce(:burst::double precision / :rate::double precision,
                                            greatest(1, lane.rate) / lane.rate) END AS release_in
                FROM candidate AS c, lane
            ), admitted AS MATERIALIZED (
                SELECT p.id, greatest(0, p.release_in) AS release_in, lane.closed_until IS NOT NULL AS probe, p.units
                FROM priced AS p, lane
                WHERE CASE WHEN lane.closed_until IS NULL THEN p.release_in <= 0.5
                           ELSE lane.closed_until <= <now> AND p.probe_place = 1 END
            ), paid AS (
                UPDATE channels AS ch
                SET paid_until = CASE WHEN lane.rate IS NULL THEN ch.paid_until
                        ELSE lane.paid_until + (SELECT sum(units) FROM admitted) / lane.rate * interval '1 second' END,
                    probe_message = CASE WHEN lane.closed_until IS NOT NULL THEN (SELECT id FROM admitted)
                        ELSE ch.probe_message END,
                    -- the next probe may begin if this one's fate never becomes known
                    closed_until = CASE WHEN lane.closed_until IS NOT NULL THEN <now> + 2 * :lease::interval END,
                    slowed_rate = CASE WHEN lane.rate IS NULL OR lane.rate >= :rate::double precision THEN NULL ELSE ch.slowed_rate END
                FROM lane WHERE ch.channel = lane.channel AND EXISTS (SELECT FROM admitted)
            ),
            """;

    private static final String CLAIM = """
            unchecked AS MATERIALIZED (
                -- customers_pkey, campaigns_pkey, suppressions_pkey; the other rows got their phone, and were compared with
                -- the suppressions, when they became pending, and an opt-out since then has failed them
                SELECT m.id, coalesce(m.phone, cu.phone) AS phone,
                       EXISTS (SELECT FROM suppressions AS s WHERE s.phone = coalesce(m.phone, cu.phone)
                               AND s.channel IN (c.channel, 'all')) AS suppressed
                FROM (SELECT id FROM asked WHERE unchecked UNION ALL SELECT id FROM due WHERE unchecked) AS n
                JOIN outbound_messages AS m ON m.id = n.id JOIN customers AS cu ON cu.id = m.customer_id
                JOIN campaigns AS c ON c.id = m.campaign_id
            ), opted_out AS MATERIALIZED (
                SELECT array(SELECT n.id FROM unchecked AS n JOIN admitted AS a ON a.id = n.id WHERE n.suppressed) AS ids
            ), claimed AS (
                -- outbound_messages_pkey; an array, because the planner can't know how few they are
                UPDATE outbound_messages AS m
                SET claimed_by = CASE WHEN m.id = ANY (o.ids) THEN NULL ELSE :run::bigint END,
                    phone = coalesce(m.phone, (SELECT n.phone FROM unchecked AS n WHERE n.id = m.id)),
                    status = CASE WHEN m.id = ANY (o.ids) THEN 'failed' ELSE m.status END,
                    failure_kind = CASE WHEN NOT m.id = ANY (o.ids) THEN m.failure_kind
                                        WHEN m.in_doubt THEN 'uncertain' ELSE 'suppressed' END,
                    last_error = CASE WHEN m.id = ANY (o.ids) THEN 'the recipient has opted out' ELSE m.last_error END
                FROM opted_out AS o
                WHERE m.id = ANY (ARRAY(SELECT id FROM admitted))
                RETURNING m.id, m.campaign_id, m.phone, m.rendered_content, m.parameters, m.idempotency_key, m.retry_count,
                          m.in_doubt, m.throttled, m.next_attempt_at, m.id = ANY (o.ids) AS suppressed
            ), held AS (
                UPDATE worker_runs
                SET claimed = :held || array(SELECT id FROM claimed WHERE NOT suppressed), lease_until = <now> + :lease,
                    recalled = '{}'
                WHERE run_id = (SELECT run_id FROM run)
            ), stale AS MATERIALIZED (
                -- campaigns looked through from the start that have nothing more, and those with several hints
                SELECT turn.id FROM run, turn
                WHERE turn.hints > 1
                   OR turn.at IS NULL AND (SELECT count(*) FROM due WHERE due.campaign_id = turn.id)
                                          < greatest(1, :share / (SELECT count(*) FROM turn))
            ), deleted AS (
                -- campaign_due_pkey, idx_campaign_due_campaign
                DELETE FROM campaign_due WHERE id = ANY (ARRAY(
                    SELECT h.id FROM run, campaign_due AS h
                    WHERE h.due_at <= <now>
                      AND (h.campaign_id IN (SELECT id FROM stale)
                           OR h.campaign_id IN (SELECT id FROM due_campaign WHERE is_sending IS NOT TRUE))
                    LIMIT 1000 FOR UPDATE OF h SKIP LOCKED))
            ), hinted AS (
                -- idx_outbound_messages_due: a campaign's first message that nobody holds, as this snapshot has it
                INSERT INTO campaign_due (campaign_id, due_at)
                SELECT stale.id, next.at FROM stale, LATERAL (
                    SELECT m.next_attempt_at AS at FROM outbound_messages AS m
                    WHERE m.campaign_id = stale.id AND (m.status = 'pending') IS TRUE AND m.claimed_by IS NULL
                      AND m.id <> ALL (ARRAY(SELECT id FROM admitted))
                    ORDER BY m.next_attempt_at, m.id LIMIT 1) AS next
            )
            """;

    private static final String RESULT = """
            SELECT coalesce(m.campaign_id, t.id) AS campaign_id, t.id IS NOT NULL AS in_turn, m.id, m.phone,
                   m.rendered_content, m.parameters, m.idempotency_key, m.retry_count, m.in_doubt, m.throttled,
                   m.next_attempt_at::text AS next_attempt_at, m.suppressed, c.channel, c.provider_template,
                   (SELECT recalls FROM worker_runs WHERE run_id = :run) AS recalls,
            """;

    private static final String ROWS = """
            FROM (SELECT) AS always
            LEFT JOIN (turn AS t FULL JOIN claimed AS m ON m.campaign_id = t.id) ON true
            LEFT JOIN campaigns AS c ON c.id = m.campaign_id
            """;

    private static final String TURNS = """
            ORDER BY row_number() OVER (PARTITION BY m.campaign_id ORDER BY m.next_attempt_at, m.id), m.campaign_id
            """;

    static final String OPEN_CHANNELS = RUN + OPEN_LANE + CANDIDATES + ADMIT_ALL + CLAIM + RESULT + """
                   array(SELECT channel FROM channels
                         WHERE channel = ANY (:channels) AND (closed_until IS NOT NULL OR slowed_rate IS NOT NULL))
                       AS restricted,
                   NULL::double precision AS next_admission, NULL::double precision AS release_in, false AS probe
            """ + ROWS + TURNS;

    static final String ONE_CHANNEL =
            RUN + LIMITED_LANE + CANDIDATES + ADMIT_BY_LIMIT + CLAIM + RESULT + """
                   '{}'::text[] AS restricted,
                   (SELECT CASE WHEN lane.closed_until > <now> THEN extract(epoch FROM lane.closed_until - <now>)
                                ELSE (SELECT greatest(0, min(p.release_in) - 0.5) FROM priced AS p
                                      WHERE p.id NOT IN (SELECT id FROM admitted)) END
                    FROM lane) AS next_admission,
                   a.release_in, a.probe
            """ + ROWS + """
            LEFT JOIN admitted AS a ON a.id = m.id
            """ + TURNS;
}
