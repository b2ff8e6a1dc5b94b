package com.campaignmanager.message;

import com.campaignmanager.paging.KeysetQuery;
import com.campaignmanager.paging.Page;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.paging.ReadLists;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.StatementContext;

/** The list of a campaign's messages, the newest first. A page of long messages has fewer of them than were asked for. */
public final class MessageList {
    /** Rows in one round trip. Rows may be large, and a page of such ends early. */
    private static final int ROWS_AT_ONCE = 25;

    private final ReadLists lists;

    public MessageList(Jdbi jdbi) {
        this.lists = new ReadLists(jdbi);
    }

    /**
     * @param status only those; empty: all
     * @throws ProblemException {@code campaign_not_found}
     */
    public Page<OutboundMessage> read(long campaignId, Optional<MessageStatus> status, PageRequest request) {
        return lists.read(handle -> {
            KeysetQuery walk = new KeysetQuery(request, total(handle, campaignId, status));
            return walk.page(rows(handle, campaignId, status, walk), OutboundMessage::id, OutboundMessage::bytes);
        });
    }

    private static long total(Handle handle, long campaignId, Optional<MessageStatus> status) {
        String counter = status.map(MessageStatus::wireName).orElse("pending + sent + failed");
        // campaigns_pkey, campaign_stats_pkey
        return handle.createQuery("""
                        SELECT (SELECT coalesce(sum(<counter>), 0) FROM campaign_stats WHERE campaign_id = c.id)
                        FROM campaigns AS c WHERE c.id = :campaignId
                        """)
                .define("counter", counter)
                .bind("campaignId", campaignId)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> ProblemException.of(
                        Kind.NOT_FOUND, "campaign_not_found", "there is no campaign " + campaignId));
    }

    /**
     * One status is walked in the order of idx_outbound_messages_campaign_status; all of them are merged from three such
     * walks, each of which reads no further than the page reaches.
     */
    private static ResultIterable<OutboundMessage> rows(
            Handle handle, long campaignId, Optional<MessageStatus> status, KeysetQuery walk) {
        List<MessageStatus> statuses = status.map(List::of).orElse(List.of(MessageStatus.values()));
        String ids = String.join(
                " UNION ALL ", statuses.stream().map(MessageList::ids).toList());
        String page = "SELECT id FROM (" + ids + ") AS ids ORDER BY id <direction> LIMIT :limit OFFSET :offset";
        return walk.bind(handle.createQuery("WITH page AS MATERIALIZED (" + page + ")" + """
                        SELECT m.*, coalesce(m.phone, c.phone) AS recipient
                        FROM page JOIN outbound_messages AS m ON m.id = page.id JOIN customers AS c ON c.id = m.customer_id
                        ORDER BY m.id <reading>
                        """))
                .bind("campaignId", campaignId)
                .setFetchSize(ROWS_AT_ONCE)
                .map(MessageList::message);
    }

    /**
     * The status is compared and ordered by together with the id, although only the id differs: with the id alone
     * PostgreSQL takes the primary key and reads every message of every campaign when this one has none in this status.
     * The campaign is compared on its own: within the same key it would have PostgreSQL read on through all other statuses
     * after the last message of this one.
     */
    private static String ids(MessageStatus status) {
        return """
                (SELECT id FROM outbound_messages
                 WHERE campaign_id = :campaignId
                   AND (status, id) < ('<status>', :before) AND (status, id) > ('<status>', :after)
                 ORDER BY status <direction>, id <direction>
                 LIMIT :limit + :offset)
                """.replace("<status>", status.wireName());
    }

    private static OutboundMessage message(ResultSet row, StatementContext context) throws SQLException {
        return new OutboundMessage(
                row.getLong("id"),
                row.getLong("campaign_id"),
                row.getLong("customer_id"),
                row.getString("recipient"),
                MessageStatus.of(row.getString("status")).orElseThrow(),
                row.getString("rendered_content"),
                Optional.ofNullable(row.getString("last_error")),
                Optional.ofNullable(row.getString("failure_kind")).flatMap(FailureKind::of),
                Optional.ofNullable(row.getString("error_class")),
                Optional.ofNullable(row.getString("error_code")),
                nextAttempt(row),
                Optional.ofNullable(row.getString("provider_id")),
                row.getInt("retry_count"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static Optional<Instant> nextAttempt(ResultSet row) throws SQLException {
        return MessageStatus.PENDING.wireName().equals(row.getString("status"))
                ? Optional.ofNullable(row.getObject("next_attempt_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                : Optional.empty();
    }
}
