package com.campaignmanager.embedded;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The schema's migrations, the files of {@code migrations/}. */
public final class Migrations {
    private Migrations() {}

    /** Brings a database to the newest one; one that is there already stays as it is. */
    public static void migrate(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
