package com.campaignmanager.customer;

import com.campaignmanager.database.Database;
import com.campaignmanager.database.DatabaseClock;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.migrations.Migrations;
import com.campaignmanager.settings.Settings;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** A migrated database of one test's own, and what the test wants to know of it. */
public final class CustomerTable implements AutoCloseable {
    public final DatabaseClock clock = new DatabaseClock();
    private final Database database;

    public CustomerTable() {
        this(TestServers.get().newDatabase());
    }

    private CustomerTable(String url) {
        Map<String, String> environment = Map.of("DATABASE_URL", url, "REDIS_URL", "redis://127.0.0.1:1");
        database = Database.open(Settings.from(environment).database(), clock);
    }

    /** As a release left it whose last migration was this one. */
    static CustomerTable migratedTo(String version) {
        CustomerTable table = new CustomerTable(TestServers.get().newEmptyDatabase());
        Flyway.configure()
                .dataSource(table.database.dataSource())
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
        return table;
    }

    /** Brings it to the newest. */
    void migrate() {
        new Migrations().migrate(database.dataSource());
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    /** Every customer as {@code phone/first/last/location/product}, by phone. */
    public List<String> rows() {
        return jdbi().withHandle(
                        handle -> handle.createQuery("""
                        SELECT concat_ws('/', phone, first_name, last_name, location, preferred_product)
                        FROM customers ORDER BY phone
                        """).mapTo(String.class).list());
    }

    public long count() {
        return number("SELECT count(*) FROM customers");
    }

    /** Whether the maintained counters say of every location and product what counting says. */
    public boolean countersAreExact() {
        return number("""
                        SELECT count(*) FROM
                            (SELECT location, preferred_product, count(*) AS total FROM customers GROUP BY 1, 2) AS truth
                            FULL JOIN (SELECT location, preferred_product, sum(total) AS total FROM customer_counts
                                       GROUP BY 1, 2 HAVING sum(total) != 0) AS kept
                            USING (location, preferred_product, total)
                        WHERE truth.location IS NULL OR kept.location IS NULL
                        """) == 0;
    }

    public long number(String sql) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    public void execute(String sql) {
        jdbi().useHandle(handle -> handle.execute(sql));
    }

    @Override
    public void close() {
        database.close();
    }
}
