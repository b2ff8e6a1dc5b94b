package com.campaignmanager.message;

import com.campaignmanager.hours.OpenHours;
import com.campaignmanager.hours.OpenWindow;
import com.campaignmanager.time.Deadline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves pending messages whose window has passed to the next one, chunk by chunk: those that the evening left over, and
 * retries that would fall into the night. Safe at any time, by any number at once.
 */
public final class MoveToOpenHours {
    private static final int CHUNK = 5_000;
    private static final Duration MAX_CHUNK_TIME = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(MoveToOpenHours.class);

    /** As the index has it. */
    private static final String END =
            "CASE WHEN next_attempt_at < window_ends_at THEN window_ends_at ELSE '-infinity' END";

    private final Jdbi jdbi;
    private final OpenHours hours;

    /** @param hours as they are now; without quiet hours the messages may be sent at once */
    public MoveToOpenHours(Jdbi jdbi, OpenHours hours) {
        this.jdbi = jdbi;
        this.hours = hours;
    }

    /** A message, its recipient, and the instant from which on it may be sent again if nobody is asleep. */
    private record Late(long id, String phone, String timeZone, Instant from) {
        static Late read(ResultSet row) throws SQLException {
            return new Late(
                    row.getLong("id"),
                    row.getString("phone"),
                    row.getString("time_zone"),
                    row.getObject("due", OffsetDateTime.class).toInstant());
        }
    }

    private record Moved(Late message, Optional<OpenWindow> window) {
        Instant opensAt() {
            return window.map(OpenWindow::opensAt).orElse(message.from);
        }
    }

    /** Whether messages may be held back until the morning. */
    public boolean areThereQuietHours() {
        return hours.areLimited();
    }

    /** @return how many messages were moved */
    public long run(Deadline deadline) {
        long moved = 0;
        int chunk = CHUNK;
        while (chunk == CHUNK && !deadline.isWithin(MAX_CHUNK_TIME)) {
            chunk = next();
            moved += chunk;
        }
        return moved;
    }

    /** Moves the next chunk. @return how many messages were moved; fewer than a chunk: there are no more */
    public int next() {
        if (!areThereAny()) {
            return 0;
        }
        int moved = jdbi.inTransaction(this::moveChunk);
        if (moved > 0) {
            log.info("{} messages wait for their recipients' next open hours", moved);
        }
        return moved;
    }

    private boolean areThereAny() {
        // The first entry of idx_outbound_messages_window: by its order alone, or a planner that expects many reads the
        // table.
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT <end> <= <now> FROM outbound_messages
                        WHERE status = 'pending' AND window_ends_at IS NOT NULL
                        ORDER BY <end> LIMIT 1
                        """)
                .define("end", END)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }

    private int moveChunk(Handle handle) {
        List<Moved> moved = new ArrayList<>();
        late(handle)
                .forEach(message ->
                        moved.add(new Moved(message, hours.next(message.phone, message.timeZone, message.from))));
        if (!moved.isEmpty()) {
            move(handle, moved);
        }
        return moved.size();
    }

    private static List<Late> late(Handle handle) {
        // idx_outbound_messages_window, customers_pkey. What a run holds is left to it.
        return handle.createQuery("""
                        SELECT m.id, coalesce(m.phone, cu.phone) AS phone, cu.time_zone,
                               greatest(m.next_attempt_at, <now>) AS due
                        FROM outbound_messages AS m JOIN customers AS cu ON cu.id = m.customer_id
                        WHERE m.status = 'pending' AND m.window_ends_at IS NOT NULL AND <end> <= <now>
                          AND m.claimed_by IS NULL
                        ORDER BY <end> LIMIT :chunk
                        FOR NO KEY UPDATE OF m SKIP LOCKED
                        """)
                .define("end", END)
                .bind("chunk", CHUNK)
                .map((row, _) -> Late.read(row))
                .list();
    }

    private static void move(Handle handle, List<Moved> moved) {
        // outbound_messages_pkey; the trigger sees to the hints
        handle.createUpdate("""
                        UPDATE outbound_messages AS m
                        SET next_attempt_at = w.opens_at, window_ends_at = w.ends_at
                        FROM unnest(:ids, :opens::timestamptz[], :ends::timestamptz[]) AS w (id, opens_at, ends_at)
                        WHERE m.id = w.id
                        """)
                .bindArray("ids", Long.class, column(moved, one -> one.message.id))
                .bindArray("opens", OffsetDateTime.class, column(moved, one -> utc(one.opensAt())))
                .bindArray(
                        "ends",
                        OffsetDateTime.class,
                        column(
                                moved,
                                one -> one.window
                                        .map(window -> utc(window.endsAt()))
                                        .orElse(null)))
                .execute();
    }

    private static @Nullable Object[] column(List<Moved> moved, Function<Moved, @Nullable Object> value) {
        return moved.stream().map(value).toArray();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
