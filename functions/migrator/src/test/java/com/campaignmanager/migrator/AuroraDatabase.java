package com.campaignmanager.migrator;

import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.migrations.FunctionRole;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An empty database as RDS makes it: it belongs to a master that may make roles and is no superuser, and there is a role
 * {@code rds_iam} that the master may grant. Roles are the whole server's, so each database has names of its own.
 */
final class AuroraDatabase {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final String PASSWORD = "a-pass-word";

    final String name;
    final String master;
    final String migrator;
    final Map<FunctionRole, String> roles = new EnumMap<>(FunctionRole.class);
    private final URI superuser;

    private AuroraDatabase(int number, URI superuser) {
        this.superuser = superuser;
        name = "aurora_" + number;
        master = "master_" + number;
        migrator = "migrator_" + number;
        for (FunctionRole role : FunctionRole.values()) {
            roles.put(role, role.word() + "_" + number);
        }
    }

    /** Without the roles of a deployment. */
    static AuroraDatabase empty() throws SQLException {
        AuroraDatabase made = new AuroraDatabase(
                COUNTER.incrementAndGet(), URI.create(TestServers.get().newEmptyDatabase()));
        try (Connection connection = made.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            if (COUNTER.get() == 1) {
                statement.execute("CREATE ROLE rds_iam");
            }
            statement.execute(
                    "CREATE ROLE %s LOGIN CREATEROLE CREATEDB PASSWORD '%s'".formatted(made.master, PASSWORD));
            statement.execute("GRANT rds_iam TO %s WITH ADMIN OPTION".formatted(made.master));
            statement.execute("CREATE DATABASE %s OWNER %s".formatted(made.name, made.master));
        }
        return made;
    }

    /** With them, as the Data API's SQL would have made them. */
    static AuroraDatabase withRoles() throws SQLException {
        AuroraDatabase made = empty();
        made.asMaster("CREATE ROLE " + made.migrator + " LOGIN");
        for (String role : made.roles.values()) {
            made.asMaster("CREATE ROLE " + role + " LOGIN");
        }
        made.asMaster("GRANT USAGE, CREATE ON SCHEMA public TO " + made.migrator);
        made.givePasswords();
        return made;
    }

    /** Instead of IAM. */
    void givePasswords() throws SQLException {
        asMaster("ALTER ROLE " + migrator + " PASSWORD '" + PASSWORD + "'");
        for (String role : roles.values()) {
            asMaster("ALTER ROLE " + role + " PASSWORD '" + PASSWORD + "'");
        }
    }

    private int port() {
        return superuser.getPort();
    }

    /** As DATABASE_URL has it. */
    String migratorUrl() {
        return "postgresql://" + migrator + ":" + PASSWORD + "@127.0.0.1:" + port() + "/" + name;
    }

    List<String> asMaster(String sql) throws SQLException {
        return run(master, sql);
    }

    List<String> asMigrator(String sql) throws SQLException {
        return run(migrator, sql);
    }

    List<String> as(FunctionRole role, String sql) throws SQLException {
        return run(roles.get(role), sql);
    }

    /** The names of the functions' roles, as a deployment gives them. */
    Map<String, String> properties() {
        return roles.entrySet().stream()
                .collect(Collectors.toMap(role -> RoleNames.property(role.getKey()), Map.Entry::getValue));
    }

    /** The same with others. */
    Map<String, String> properties(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(properties());
        all.putAll(others);
        return all;
    }

    /** What a query over the whole server counts. */
    int count(String sql) {
        try (Connection connection = connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    Connection connectAsMaster() throws SQLException {
        return DriverManager.getConnection(jdbc(), master, PASSWORD);
    }

    /** The first column of what comes back, if anything does. */
    private List<String> run(String user, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc(), user, PASSWORD);
                Statement statement = connection.createStatement()) {
            List<String> column = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        column.add(rows.getString(1));
                    }
                }
            }
            return column;
        }
    }

    private String jdbc() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + name;
    }

    private Connection connectAsSuperuser() throws SQLException {
        String[] login = superuser.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port() + superuser.getPath(), login[0], login[1]);
    }
}
