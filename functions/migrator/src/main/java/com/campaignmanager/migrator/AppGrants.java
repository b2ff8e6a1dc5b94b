package com.campaignmanager.migrator;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * What the functions' own role may do: read and write the rows of each table, those of later migrations included, and
 * nothing to the schema. Granted by the role that owns the tables.
 */
final class AppGrants {
    private static final String GRANTS = """
            GRANT USAGE ON SCHEMA public TO %1$s;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %1$s;
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %1$s;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %1$s;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO %1$s;
            REVOKE INSERT, UPDATE, DELETE ON flyway_schema_history FROM %1$s
            """;

    private final DataSource database;

    AppGrants(DataSource database) {
        this.database = database;
    }

    /** To a role that is the owner itself nothing is granted: it has all rights, and taking some would be its own loss. */
    void grantTo(Identifier app) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (!isOwner(statement, app)) {
                connection.setAutoCommit(false);
                statement.execute(GRANTS.formatted(app));
                connection.commit();
            }
        }
    }

    private static boolean isOwner(Statement statement, Identifier app) throws SQLException {
        try (ResultSet user = statement.executeQuery("SELECT current_user")) {
            return user.next() && user.getString(1).equals(app.text());
        }
    }
}
