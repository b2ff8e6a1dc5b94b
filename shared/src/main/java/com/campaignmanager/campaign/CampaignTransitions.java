package com.campaignmanager.campaign;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Every statement that changes a campaign's status, each on rows that the caller's transaction has locked: a test fails if
 * one stands anywhere else. All by campaigns_pkey.
 *
 * <pre>
 * draft ⇄ scheduled → sending ⇄ paused
 *   └──────────────────→ sending → sent | failed → sending (retry)
 *            scheduled | sending | paused → cancelled
 * </pre>
 */
final class CampaignTransitions {
    private CampaignTransitions() {}

    /** draft ⇄ scheduled: scheduled with a time, a draft without one. */
    static void schedule(Handle handle, long id, Optional<Instant> at) {
        handle.createUpdate("""
                        UPDATE campaigns
                        SET scheduled_at = CAST(:at AS timestamptz), status_reason = NULL, updated_at = <now>,
                            status = CASE WHEN CAST(:at AS timestamptz) IS NULL THEN 'draft' ELSE 'scheduled' END
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("at", at.map(CampaignTransitions::utc))
                .execute();
    }

    /** scheduled → draft, because it can't be sent. */
    static void backToDraft(Handle handle, long id, String reason) {
        handle.createUpdate("""
                        UPDATE campaigns
                        SET status = 'draft', scheduled_at = NULL, status_reason = :reason, updated_at = <now>
                        WHERE id = :id
                        """).bind("id", id).bind("reason", reason).execute();
    }

    /** draft, scheduled → sending, with all messages made. */
    static void startSending(Handle handle, long id, long recipients) {
        handle.createUpdate("""
                        UPDATE campaigns
                        SET status = 'sending', status_reason = NULL, recipients_expected = :expected, updated_at = <now>
                        WHERE id = :id
                        """).bind("id", id).bind("expected", recipients).execute();
    }

    /** draft, scheduled → sending, with an audience to be expanded up to that customer. */
    static void startExpansion(Handle handle, long id, String audience, long highestCustomer, long recipients) {
        handle.createUpdate("""
                        UPDATE campaigns
                        SET status = 'sending', status_reason = NULL, audience = :audience::jsonb, expanding = true,
                            expanded_to = 0, expand_until = :until, recipients_expected = :expected, updated_at = <now>
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("audience", audience)
                .bind("until", highestCustomer)
                .bind("expected", recipients)
                .execute();
    }

    /**
     * Ends an expansion that can't go on. The messages of earlier chunks are sent, and the campaign closes by them; without
     * any it has failed.
     *
     * @return the status that it has now
     */
    static CampaignStatus abandonExpansion(Handle handle, long id, String reason) {
        // campaign_stats_pkey
        return handle.createQuery("""
                        UPDATE campaigns AS c
                        SET expanding = false, status_reason = :reason, updated_at = <now>,
                            recipients_expected = made.total,
                            status = CASE WHEN made.total = 0 THEN 'failed' ELSE c.status END,
                            to_announce = CASE WHEN made.total = 0 THEN <now> END
                        FROM (SELECT coalesce(sum(pending + sent + failed), 0) AS total
                              FROM campaign_stats WHERE campaign_id = :id) AS made
                        WHERE c.id = :id
                        RETURNING c.status
                        """)
                .bind("id", id)
                .bind("reason", reason)
                .map((row, _) -> CampaignStatus.of(row.getString("status")).orElseThrow())
                .one();
    }

    /**
     * sending, sent, failed → sending, because failed messages are pending again.
     *
     * @param rest what is left to be done in chunks; empty: nothing
     */
    static void retry(Handle handle, long id, Optional<String> rest) {
        handle.createUpdate("""
                        UPDATE campaigns
                        SET status = 'sending', status_reason = NULL, to_announce = NULL, retrying = CAST(:rest AS jsonb),
                            updated_at = <now>
                        WHERE id = :id
                        """).bind("id", id).bind("rest", rest).execute();
    }

    /** sending → paused. @param reason empty: a person asked for it */
    static void pause(Handle handle, long id, Optional<String> reason) {
        handle.createUpdate("""
                        UPDATE campaigns
                        SET status = 'paused', status_reason = :reason, paused_at = <now>, updated_at = <now>
                        WHERE id = :id
                        """).bind("id", id).bind("reason", reason).execute();
    }

    /** paused → sending. */
    static void resume(Handle handle, long id) {
        handle.createUpdate("""
                        UPDATE campaigns
                        SET status = 'sending', status_reason = NULL, paused_for = paused_for + (<now> - paused_at),
                            paused_at = NULL, updated_at = <now>
                        WHERE id = :id
                        """).bind("id", id).execute();
    }

    /** scheduled, sending, paused → cancelled: the pending messages are failed in chunks. */
    static void cancel(Handle handle, long id) {
        // campaign_stats_pkey
        handle.createUpdate("""
                        UPDATE campaigns
                        SET status = 'cancelled', status_reason = NULL, expanding = false, retrying = NULL, paused_at = NULL,
                            failing = 'cancelled', updated_at = <now>,
                            recipients_expected = (SELECT coalesce(sum(pending + sent + failed), 0)
                                                   FROM campaign_stats WHERE campaign_id = :id)
                        WHERE id = :id
                        """).bind("id", id).execute();
    }

    /** Any but sending and paused → deleted: no reader sees it, and its messages are deleted in chunks. */
    static void delete(Handle handle, long id) {
        handle.createUpdate("""
                        UPDATE campaigns SET status = 'deleted', to_announce = NULL, failing = NULL, updated_at = <now>
                        WHERE id = :id
                        """).bind("id", id).execute();
    }

    /** Whether a campaign has ended, and as what: joined to {@code campaigns AS c}. */
    static final String FINISHED = """
            SELECT c.id, CASE WHEN s.sent = 0 AND s.failed > 0 THEN 'failed' ELSE 'sent' END AS status, s.sent, s.failed
            FROM campaigns AS c, LATERAL (
                SELECT coalesce(sum(pending), 0) AS pending, coalesce(sum(sent), 0) AS sent,
                       coalesce(sum(failed), 0) AS failed
                FROM campaign_stats WHERE campaign_id = c.id
            ) AS s
            WHERE NOT c.expanding AND c.retrying IS NULL AND s.pending = 0
              -- a failed campaign becomes sent when a message pushed by hand succeeds after all
              AND (c.status = 'sending' OR c.status = 'failed' AND s.sent > 0)
            """;

    private static final String ALL_SUPPRESSED = """
            CASE WHEN finished.status = 'failed' AND NOT EXISTS (
                SELECT FROM outbound_messages AS m
                WHERE m.campaign_id = c.id AND m.status = 'failed' AND m.failure_kind IS DISTINCT FROM 'suppressed'
            ) THEN 'all_suppressed' END
            """;

    /** With the error that is most frequent among the last thousand, so that it takes no longer in a large campaign. */
    private static final String MOST_FAILED = """
            CASE WHEN finished.failed > finished.sent THEN
                finished.failed || ' of ' || finished.sent + finished.failed || ' messages failed' || coalesce((
                    SELECT ', most often: ' || left(last.last_error, 200)
                    FROM (SELECT m.last_error FROM outbound_messages AS m
                          WHERE m.campaign_id = c.id AND m.status = 'failed' ORDER BY m.id DESC LIMIT 1000) AS last
                    GROUP BY last.last_error ORDER BY count(*) DESC, last.last_error LIMIT 1), '') END
            """;

    /** sending → sent, failed, where nothing is pending any more; failed → sent. */
    static List<CloseCampaigns.Closed> close(Handle handle, Collection<Long> ids) {
        // campaigns_pkey, campaign_stats_pkey; the messages are looked at only in a campaign of which most failed:
        // idx_outbound_messages_retry, idx_outbound_messages_campaign_status
        return handle.createQuery(
                        "WITH finished AS (" + FINISHED + """
                             AND c.id = ANY (:ids)
                        )
                        UPDATE campaigns AS c
                        SET status = finished.status, to_announce = <now>, updated_at = <now>,
                            status_reason = coalesce(CASE WHEN c.status = 'sending' THEN c.status_reason END,
                        """ + ALL_SUPPRESSED + ", " + MOST_FAILED + ")\n" + """
                        FROM finished WHERE c.id = finished.id
                        RETURNING c.id, c.status
                        """)
                .bindArray("ids", Long.class, ids.toArray())
                .map((row, _) -> new CloseCampaigns.Closed(
                        row.getLong("id"),
                        CampaignStatus.of(row.getString("status")).orElseThrow()))
                .list();
    }

    /** Not as an Instant: that would be a {@code java.sql.Timestamp}, whose calendar is another one before 1582. */
    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
