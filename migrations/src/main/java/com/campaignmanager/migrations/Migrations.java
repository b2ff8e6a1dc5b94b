package com.campaignmanager.migrations;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/** The schema's migrations, the files of {@code migrations/}, each in a transaction of its own. */
public final class Migrations {
    /** Packed with this class. */
    private static final String OURS = "classpath:db/migration";

    private static final int WITHOUT_END = -1;

    private final String[] locations;

    public Migrations() {
        this(OURS);
    }

    private Migrations(String... locations) {
        this.locations = locations;
    }

    /** These and more of them, from a place that Flyway knows, such as {@code filesystem:/directory}. */
    public Migrations with(String location) {
        return new Migrations(OURS, location);
    }

    /**
     * Brings a database to the newest one; one that is there already, or was brought further by a later release, stays as
     * it is. Several at once wait for one another.
     *
     * @throws org.flywaydb.core.api.FlywayException if one fails, which leaves the database as the one before it made it;
     *     or if one that the database has was edited since
     */
    public MigrateResult migrate(DataSource database) {
        return Flyway.configure()
                .dataSource(database)
                .locations(locations)
                .callbacks(new LiveWithTheClient())
                .lockRetryCount(WITHOUT_END)
                .ignoreMigrationPatterns("*:future")
                .load()
                .migrate();
    }
}
