package com.campaignmanager.message;

import com.campaignmanager.content.Recipient;
import com.campaignmanager.hours.OpenHours;
import com.campaignmanager.hours.OpenWindow;
import com.campaignmanager.message.MakeMessages.Made;
import com.campaignmanager.sender.Channel;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stores a campaign's messages, one per recipient, and renders them on the way, so that memory holds only those of one
 * statement: a template may use a long value hundreds of times, and 10,000 such messages would take most of a gigabyte.
 * A message that can never be sent, or whose recipient has opted out, is stored as failed.
 */
public final class InsertMessages {
    /** Per statement; more would not make it noticeably faster. */
    private static final int MAX_MESSAGES = 10_000;

    /** Per statement: 400 for each of so many messages, and 8 MB at the most. It ends with the message that reaches it. */
    private static final int MAX_CHARACTERS = 4_000_000;

    private InsertMessages() {}

    /**
     * @param total messages stored
     * @param pending those of them that are to be sent
     */
    public record Inserted(int total, List<Long> pending) {}

    /**
     * @param hours when they may be sent
     * @param queued whether their jobs are about to be put on the Redis list
     */
    public static Inserted insert(
            Handle handle,
            long campaignId,
            MakeMessages make,
            OpenHours hours,
            List<Recipient> recipients,
            boolean queued) {
        List<Long> pending = new ArrayList<>(recipients.size());
        Iterator<Recipient> left = recipients.iterator();
        while (left.hasNext()) {
            List<Long> ids = insert(handle, campaignId, next(left, make), hours, queued);
            Set<Long> suppressed = Set.copyOf(failSuppressed(handle, make.channel(), ids));
            ids.stream().filter(id -> !suppressed.contains(id)).forEach(pending::add);
        }
        return new Inserted(recipients.size(), pending);
    }

    /** The messages for one statement. */
    private static List<Made> next(Iterator<Recipient> recipients, MakeMessages make) {
        List<Made> made = new ArrayList<>();
        int characters = 0;
        while (recipients.hasNext() && made.size() < MAX_MESSAGES && characters < MAX_CHARACTERS) {
            Made message = make.make(recipients.next());
            made.add(message);
            characters += message.text().length();
        }
        return made;
    }

    /** Returns the ids of those that are pending. */
    private static List<Long> insert(
            Handle handle, long campaignId, List<Made> messages, OpenHours hours, boolean queued) {
        List<Optional<OpenWindow>> windows = windows(handle, messages, hours);
        return handle.createQuery("""
                        WITH made AS (
                            INSERT INTO outbound_messages
                                (campaign_id, customer_id, phone, rendered_content, parameters, segments, status,
                                 failure_kind, error_class, last_error, queued_at, next_attempt_at, window_ends_at,
                                 created_at, updated_at)
                            SELECT :campaign, m.customer_id, m.phone, m.content, m.parameters::text[], m.segments,
                                   CASE WHEN m.refusal IS NULL THEN 'pending' ELSE 'failed' END,
                                   CASE WHEN m.refusal IS NOT NULL THEN 'permanent' END,
                                   CASE WHEN m.refusal IS NOT NULL THEN 'content' END,
                                   m.refusal, CASE WHEN :queued THEN <now> END, coalesce(m.opens_at, <now>), m.ends_at,
                                   <now>, <now>
                            FROM unnest(:customers, :phones, :contents, :parameters, :segments, :refusals,
                                        :opens::timestamptz[], :ends::timestamptz[])
                                AS m (customer_id, phone, content, parameters, segments, refusal, opens_at, ends_at)
                            RETURNING id, status
                        )
                        SELECT id FROM made WHERE status = 'pending'
                        """)
                .bind("campaign", campaignId)
                .bind("queued", queued)
                .bindArray(
                        "customers",
                        Long.class,
                        column(messages, m -> m.recipient().customerId()))
                .bindArray(
                        "phones",
                        String.class,
                        column(messages, m -> m.recipient().phone()))
                .bindArray("contents", String.class, column(messages, Made::text))
                .bindArray("parameters", String.class, column(messages, InsertMessages::arrayLiteral))
                .bindArray("segments", Integer.class, column(messages, Made::segments))
                .bindArray(
                        "refusals",
                        String.class,
                        column(messages, m -> m.refusal().orElse(null)))
                .bindArray("opens", OffsetDateTime.class, instants(windows, OpenWindow::opensAt))
                .bindArray("ends", OffsetDateTime.class, instants(windows, OpenWindow::endsAt))
                .mapTo(Long.class)
                .list();
    }

    /** By PostgreSQL's clock, which is asked only where there are quiet hours. */
    private static List<Optional<OpenWindow>> windows(Handle handle, List<Made> messages, OpenHours hours) {
        if (!hours.areLimited()) {
            return List.of();
        }
        Instant now = handle.createQuery("SELECT <now>")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
        return messages.stream()
                .map(Made::recipient)
                .map(recipient -> hours.next(recipient.phone(), recipient.timeZone(), now))
                .toList();
    }

    /** Empty, and so NULL in each row, where there are no quiet hours. */
    private static @Nullable Object[] instants(
            List<Optional<OpenWindow>> windows, Function<OpenWindow, Instant> which) {
        return windows.stream()
                .map(window -> window.map(which)
                        .map(instant -> instant.atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .toArray();
    }

    private static @Nullable Object[] column(List<Made> messages, Function<Made, @Nullable Object> value) {
        return messages.stream().map(value).toArray();
    }

    /** An array of arrays can't hold rows of different lengths, so each row is written as a literal. */
    private static @Nullable String arrayLiteral(Made message) {
        return message.parameters()
                .map(values -> values.stream()
                        .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "{", "}")))
                .orElse(null);
    }

    /**
     * A statement of its own, so that it sees an opt-out that was committed while the insert waited for its customer.
     *
     * @return the messages that have failed
     */
    static List<Long> failSuppressed(Handle handle, Channel channel, List<Long> ids) {
        // outbound_messages_pkey, suppressions_pkey; no index by status can serve a CASE
        return handle.createQuery("""
                        UPDATE outbound_messages AS m
                        SET status = 'failed', failure_kind = 'suppressed', last_error = 'the recipient has opted out'
                        FROM suppressions AS s
                        WHERE EXISTS (SELECT FROM suppressions) AND m.id = ANY (:ids)
                          AND s.phone = m.phone AND s.channel IN (:channel, 'all')
                          AND CASE m.status WHEN 'pending' THEN true END
                        RETURNING m.id
                        """)
                .bindArray("ids", Long.class, ids.toArray())
                .bind("channel", channel.wireName())
                .mapTo(Long.class)
                .list();
    }
}
