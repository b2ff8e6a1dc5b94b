package com.campaignmanager.message;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Fails the pending messages to phones that have opted out. The caller has locked the customers with these phones, so that
 * no insert is under way, and repeats its transaction after a deadlock.
 */
public final class FailOptedOut {
    /**
     * Whether the recipient of a message {@code m} with a phone has opted out of its channel. By campaigns_pkey and
     * suppressions_pkey.
     */
    static final String OPTED_OUT = """
            EXISTS (SELECT FROM suppressions AS s
                    WHERE s.phone = m.phone
                      AND s.channel IN ('all', (SELECT c.channel FROM campaigns AS c WHERE c.id = m.campaign_id)))
            """;

    private FailOptedOut() {}

    /** Writes the phone to pending messages that have none, as a claim would, so that they are found by it. */
    public static void nameRecipients(Handle handle, Collection<String> phones) {
        // idx_customers_phone, outbound_messages_customer_campaign; then by outbound_messages_pkey in the order of ids.
        // Apart, because that order would have the planner walk the whole of the last index.
        handle.createUpdate("""
                        WITH owner AS MATERIALIZED (
                            SELECT id, phone FROM customers WHERE phone = ANY (:phones)
                        ), nameless AS MATERIALIZED (
                            SELECT m.id, owner.phone
                            FROM owner, LATERAL (
                                SELECT id FROM outbound_messages
                                WHERE customer_id = owner.id AND phone IS NULL AND status = 'pending'
                                  AND claimed_by IS NULL
                                OFFSET 0) AS m
                        ), locked AS MATERIALIZED (
                            SELECT id FROM outbound_messages
                            WHERE id = ANY (ARRAY(SELECT id FROM nameless)) AND phone IS NULL AND status = 'pending'
                              AND claimed_by IS NULL
                            ORDER BY id FOR NO KEY UPDATE
                        )
                        UPDATE outbound_messages AS m SET phone = n.phone FROM nameless AS n
                        WHERE m.id = n.id AND m.id = ANY (ARRAY(SELECT id FROM locked))
                        """)
                .bindArray("phones", String.class, phones.toArray())
                .execute();
    }

    /**
     * Fails those that no run holds: as {@code suppressed}, or as {@code uncertain} where the recipient may have it already.
     *
     * @param phones who have opted out; a row of {@code suppressions} decides of which channel
     * @return the campaigns that had one
     */
    public static Set<Long> unclaimed(Handle handle, Collection<String> phones) {
        // idx_outbound_messages_pending_phone; then by outbound_messages_pkey in the order of ids. Apart, as above.
        return new HashSet<>(handle.createQuery("""
                        WITH found AS MATERIALIZED (
                            SELECT id FROM outbound_messages
                            WHERE phone = ANY (:phones) AND status = 'pending' AND claimed_by IS NULL
                        ), locked AS MATERIALIZED (
                            SELECT id FROM outbound_messages
                            WHERE id = ANY (ARRAY(SELECT id FROM found)) AND status = 'pending' AND claimed_by IS NULL
                            ORDER BY id FOR NO KEY UPDATE
                        )
                        UPDATE outbound_messages AS m
                        SET status = 'failed', failure_kind = CASE WHEN m.in_doubt THEN 'uncertain' ELSE 'suppressed' END,
                            last_error = 'the recipient has opted out', updated_at = <now>
                        WHERE m.id = ANY (ARRAY(SELECT id FROM locked)) AND <optedOut>
                        RETURNING m.campaign_id
                        """)
                .define("optedOut", OPTED_OUT)
                .bindArray("phones", String.class, phones.toArray())
                .mapTo(Long.class)
                .list());
    }
}
