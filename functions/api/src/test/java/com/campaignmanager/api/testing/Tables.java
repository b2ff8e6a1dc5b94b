package com.campaignmanager.api.testing;

import com.campaignmanager.database.Database;
import com.campaignmanager.settings.Settings;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** The tables behind the API, for what tests set up or look at without it. */
public final class Tables implements AutoCloseable {
    private final Database database;
    private final Jdbi jdbi;

    public Tables(String url) {
        database = Database.open(Settings.database(Map.of("DATABASE_URL", url)));
        jdbi = database.jdbi();
    }

    /** Empties them all; ids start at 1 again. */
    void clear() {
        run("""
            TRUNCATE customers, campaigns, outbound_messages, customer_counts, campaign_counts, campaign_stats,
                     customer_imports, idempotency_keys, suppressions, suppression_counts RESTART IDENTITY
            """);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    public void run(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    public long number(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    /** So many customers, with ids that follow those there are. */
    public void addCustomers(int count) {
        run("""
            INSERT INTO customers (phone, first_name)
            SELECT '+2547' || lpad((s + (SELECT count(*) FROM customers))::text, 8, '0'), 'Name' || s
            FROM generate_series(1, %d) AS s
            """.formatted(count));
    }

    /** So many draft campaigns. */
    public void addCampaigns(int count) {
        run("""
            INSERT INTO campaigns (name, channel, base_template)
            SELECT 'Campaign ' || s, CASE WHEN s %% 2 = 0 THEN 'sms' ELSE 'whatsapp' END, 'Hi {first_name}'
            FROM generate_series(1, %d) AS s
            """.formatted(count));
    }

    /** Does something while nobody can read or write these tables; a list with commas. */
    public void whileLocked(String tables, Runnable meanwhile) {
        jdbi.useTransaction(handle -> {
            handle.execute("LOCK TABLE " + tables + " IN ACCESS EXCLUSIVE MODE");
            meanwhile.run();
        });
    }

    public void setStatus(long campaign, String status) {
        run("UPDATE campaigns SET status = '%s' WHERE id = %d".formatted(status, campaign));
    }

    /** As workers leave it: the message of this customer failed, in a campaign that is over. */
    public void failMessage(long campaign, long customer, String kind) {
        run("""
            UPDATE outbound_messages
            SET status = 'failed', retry_count = 3, failure_kind = '%s', last_error = 'max retries exceeded: down'
            WHERE campaign_id = %d AND customer_id = %d
            """.formatted(kind, campaign, customer));
    }

    @Override
    public void close() {
        database.close();
    }
}
