package com.campaignmanager.embedded;

import org.flywaydb.core.Flyway;

/** The schema's migrations, the files of {@code migrations/}. */
public final class Migrations {
    private Migrations() {}

    /**
     * Brings a database to the newest one; one that is there already stays as it is.
     *
     * @param jdbcUrl without user and password
     */
    public static void migrate(String jdbcUrl, String user, String password) {
        Flyway.configure()
                .dataSource(jdbcUrl, user, password)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
