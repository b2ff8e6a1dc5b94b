package com.campaignmanager.migrations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

/** What the role of each function may do, the file {@code migrations/grants.sql}. */
public final class Grants {
    /** Two at once would change the same rows of PostgreSQL's catalogue, which it refuses. Any number that is used here alone. */
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(1129270880)";

    private final String sql;

    public Grants() {
        this.sql = read();
    }

    /** Packed with this class. */
    private static String read() {
        try (InputStream file = Grants.class.getResourceAsStream("/db/grants.sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Gives each role its rights, and takes away every other right to a table or a sequence. The roles must be there.
     *
     * @param owner logs in as the role that owns the tables
     * @param roles the name of each role, quoted as SQL needs it
     */
    public void give(DataSource owner, Map<FunctionRole, String> roles) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(ONE_AT_A_TIME);
            statement.execute(with(roles));
            connection.commit();
        }
    }

    private String with(Map<FunctionRole, String> roles) {
        String named = sql;
        for (FunctionRole role : FunctionRole.values()) {
            named = named.replace("${" + role.word() + "}", roles.get(role));
        }
        return named;
    }
}
