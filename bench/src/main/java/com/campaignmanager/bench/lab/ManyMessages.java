package com.campaignmanager.bench.lab;

import java.util.List;
import java.util.Locale;

/**
 * A database with many campaigns, most of them finished, and one very large one that is half sent. It is loaded without
 * triggers and before the indexes exist, and one query per table fills the counters: the same rows in a fraction of the time.
 *
 * @param messages the number of messages of all campaigns together; a tenth of them belong to the largest campaign
 */
public record ManyMessages(int campaigns, int messages) {
    /** The id of the largest campaign. */
    public static final long LARGEST = 1;

    /** SQL that counts the pending messages of the largest campaign. */
    public static final String PENDING_OF_LARGEST =
            "SELECT sum(pending)::bigint FROM campaign_stats WHERE campaign_id = " + LARGEST;

    public int largestCampaign() {
        return messages / 10;
    }

    /** The number of its messages that are pending after loading; equally many are sent. */
    public int pendingOfLargest() {
        return largestCampaign() / 25 * 12;
    }

    public void load(LabDatabase database, long seed) {
        int customers = Math.max(largestCampaign(), 1_000);
        Load.insertCustomers(database, customers, seed);
        List<String> indexes = indexes(database);
        String dropped =
                String.join("; ", indexes.stream().map(ManyMessages::drop).toList());
        String made = String.join("; ", indexes);
        database.run(String.format(
                Locale.ROOT, """
                SET session_replication_role = replica;
                %s;
                ALTER TABLE outbound_messages DROP CONSTRAINT outbound_messages_customer_campaign;
                %s;
                %s;
                %s;
                ALTER TABLE outbound_messages ADD CONSTRAINT outbound_messages_customer_campaign UNIQUE (customer_id, campaign_id);
                %s;
                %s
                """, dropped, campaignRows(), largestRows(), otherRows(customers), made, counters()));
        database.run("SELECT setval(pg_get_serial_sequence('campaigns', 'id'), " + campaigns + ")");
        database.run("VACUUM ANALYZE");
        database.checkpoint();
    }

    /** Sets the messages of the largest campaign that were sent since loading back to pending. */
    public static void undoSends(LabDatabase database) {
        database.run(String.format(Locale.ROOT, """
                UPDATE campaigns SET status = 'sending' WHERE id = %1$d;
                UPDATE outbound_messages SET status = 'pending', next_attempt_at = now()
                WHERE campaign_id = %1$d AND status = 'sent' AND customer_id %% 2 = 1
                """, LARGEST));
    }

    private static List<String> indexes(LabDatabase database) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT indexdef FROM pg_indexes
                        WHERE tablename = 'outbound_messages' AND indexname LIKE 'idx%'
                        """).mapTo(String.class).list());
    }

    private static String drop(String definition) {
        return "DROP INDEX " + definition.replaceFirst("CREATE INDEX (\\S+) .*", "$1");
    }

    /** The largest campaign is being sent; nine tenths of the others are finished. */
    private String campaignRows() {
        return String.format(Locale.ROOT, """
                INSERT INTO campaigns (id, name, channel, status, base_template, recipients_expected)
                SELECT s, 'Campaign ' || s, CASE WHEN s %% 3 = 0 THEN 'whatsapp' ELSE 'sms' END,
                       CASE WHEN s = %d THEN 'sending' WHEN s %% 10 = 0 THEN 'failed' ELSE 'sent' END, '%s', 90
                FROM generate_series(1, %d) AS s
                """, LARGEST, MessageSql.TEMPLATE, campaigns);
    }

    /** Odd messages are pending and even ones sent, except that one in 25 has failed: two pages even in the smallest database. */
    private String largestRows() {
        return rows(
                LARGEST,
                "s",
                "CASE WHEN s % 25 = 0 THEN 'failed' WHEN s % 2 = 0 THEN 'sent' ELSE 'pending' END",
                "generate_series(1, " + largestCampaign() + ") AS s");
    }

    /** The other campaigns have equal shares of the remaining messages, each for different customers. */
    private String otherRows(int customers) {
        int each = (messages - largestCampaign()) / (campaigns - 1);
        return rows(
                "2 + s / " + each,
                "1 + (s %% %d + (s / %d) * 7919::bigint) %% %d".formatted(each, each, customers),
                "CASE WHEN (2 + s / " + each + ") % 10 = 0 OR s % 50 = 0 THEN 'failed' ELSE 'sent' END",
                "generate_series(0, " + (each * (campaigns - 1) - 1) + ") AS s");
    }

    private static String rows(Object campaign, String customer, String status, String from) {
        return String.format(Locale.ROOT, """
                INSERT INTO outbound_messages
                    (campaign_id, customer_id, status, retry_count, failure_kind, last_error, rendered_content)
                SELECT campaign, customer, status, CASE WHEN status = 'failed' THEN 3 ELSE 0 END,
                       CASE WHEN status = 'failed' THEN 'transient' END,
                       CASE WHEN status = 'failed' THEN 'simulated network error' END,
                       'Hi customer ' || customer || ', running shoes are on sale in your town. Reply STOP to end.'
                FROM (SELECT %s AS campaign, %s AS customer, %s AS status FROM %s) AS rows
                """, campaign, customer, status, from);
    }

    private static String counters() {
        return """
                INSERT INTO campaign_stats (campaign_id, slot, pending, sent, failed)
                SELECT campaign_id, 0, count(*) FILTER (WHERE status = 'pending'), count(*) FILTER (WHERE status = 'sent'),
                       count(*) FILTER (WHERE status = 'failed')
                FROM outbound_messages GROUP BY campaign_id;
                INSERT INTO campaign_counts (channel, status, slot, total)
                SELECT channel, status, 0, count(*) FROM campaigns GROUP BY channel, status
                """;
    }
}
