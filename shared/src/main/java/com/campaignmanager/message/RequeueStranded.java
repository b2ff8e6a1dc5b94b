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
            log.warn("no stranded messages are queued again: {}", e.getMessage());
            return 0;
        }
    }

    private List<Long> pick() {
        // idx_campaign_due_due, campaigns_pkey, channels_pkey, idx_outbound_messages_due; a paused campaign and a
        // closed channel
        // keep their messages back
        return jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE outbound_messages SET queued_at = <now>
                        WHERE id = ANY (ARRAY(
                            SELECT m.id
                            FROM (SELECT DISTINCT campaign_id FROM campaign_due WHERE due_at <= <now>) AS d
                            JOIN campaigns AS c ON c.id = d.campaign_id AND c.status = 'sending'
                            JOIN channels AS ch ON ch.channel = c.channel AND ch.closed_until IS NULL,
                            LATERAL (
                                SELECT id FROM outbound_messages
                                WHERE campaign_id = c.id AND (status = 'pending') IS TRUE AND next_attempt_at <= <now>
                                  AND claimed_by IS NULL AND (queued_at IS NULL OR queued_at <= <now> - :age)
                                ORDER BY next_attempt_at, id LIMIT <atOnce>
                            ) AS next
                            JOIN outbound_messages AS m ON m.id = next.id
                            LIMIT <atOnce> FOR NO KEY UPDATE OF m SKIP LOCKED))
                        RETURNING id
                        """)
                .bind("age", AGE)
                .define("atOnce", AT_ONCE)
                .mapTo(Long.class)
                .list());
    }
}
