package com.campaignmanager.message;

import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.queue.SendQueue;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts jobs back on the list for messages that wait without one: after a flush of Redis, a push that failed, a worker
 * that died with jobs in hand. Only while the list is short, so many at a time, and the same message not again for a
 * while, so a million pending messages do not flood Redis each minute.
 */
public final class RequeueStranded {
    private static final int AT_ONCE = 1_000;

    /** Long enough that a worker has had its turn at a job that was pushed. */
    private static final Duration AGE = Duration.ofMinutes(2);

    private static final Logger log = LoggerFactory.getLogger(RequeueStranded.class);

    private final Jdbi jdbi;
    private final SendQueue queue;

    public RequeueStranded(Jdbi jdbi, SendQueue queue) {
        this.jdbi = jdbi;
        this.queue = queue;
    }

    /** @return how many jobs were pushed */
    public long run() {
        try {
            if (queue.length() >= AT_ONCE) {
                return 0;
            }
            List<Long> stranded = pick();
            queue.push(stranded);
            return stranded.size();
        } catch (QueueUnavailableException e) {
            log.warn("nothing re-queued: {}", e.getMessage());
            return 0;
        }
    }

    private List<Long> pick() {
        // idx_outbound_messages_worker_queue; what it passes over was queued lately or waits for its next attempt
        return jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE outbound_messages SET queued_at = <now>
                        WHERE id = ANY (ARRAY(
                            SELECT m.id FROM outbound_messages AS m
                            WHERE m.status = 'pending' AND m.claimed_by IS NULL AND m.next_attempt_at <= <now>
                              AND (m.queued_at IS NULL OR m.queued_at <= <now> - :age)
                            ORDER BY m.created_at LIMIT <atOnce>
                            FOR NO KEY UPDATE SKIP LOCKED))
                        RETURNING id
                        """)
                .bind("age", AGE)
                .define("atOnce", AT_ONCE)
                .mapTo(Long.class)
                .list());
    }
}
