package com.campaignmanager.embedded;

import com.campaignmanager.embedded.Command.Ended;
import com.campaignmanager.migrations.FunctionRole;
import com.campaignmanager.migrations.Grants;
import com.campaignmanager.migrations.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server on a data directory, in a session of its own: it outlives a {@code kill -9} of this JVM, and the next
 * start on the same directory stops it first.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "campaign";
    private static final String PASSWORD = "campaign";
    private static final int MAX_CONNECTIONS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final Options options;
    private final Programs programs;
    private final ServerProcess process;
    private final int port;

    private PostgresServer(Path data, Options options) {
        this.data = data.toAbsolutePath();
        this.options = options;
        this.programs = new Programs(options.programs());
        this.process = new ServerProcess(this.data.resolve("postmaster.pid"), "postgres");
        this.port = options.port() == 0 ? Ports.free() : options.port();
    }

    /**
     * Starts on a data directory, which is made if there is none. Returns when the server accepts connections.
     *
     * @throws ServerFailedException with what the server said
     */
    public static PostgresServer start(Path data, Options options) {
        PostgresServer server = new PostgresServer(data, options);
        server.prepare();
        server.stop();
        server.process.forgetTheDead();
        server.launch();
        return server;
    }

    /** Stops a server that an earlier run may have left running on a data directory. */
    public static void stopLeftOver(Path data, Options options, Duration patience) {
        new PostgresServer(data, options).stop(patience);
    }

    public int port() {
        return port;
    }

    /** The id of its first process; the others are children of that one. */
    public long pid() {
        return process.find().orElseThrow().pid();
    }

    /** {@code postgresql://user:password@127.0.0.1:port/name}. */
    public String url(String database) {
        return "postgresql://" + USER + ":" + PASSWORD + "@127.0.0.1:" + port + "/" + database;
    }

    /** The same with the role of a function. */
    public String url(String database, FunctionRole role) {
        return "postgresql://" + name(role) + ":" + PASSWORD + "@127.0.0.1:" + port + "/" + database;
    }

    /** The name of a function's role, as in the cloud. */
    private static String name(FunctionRole role) {
        return "campaign_" + role.word();
    }

    /** Makes the roles of the functions, each with its rights in a migrated database. */
    public void ensureRoles(String database) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            Map<FunctionRole, String> names = new EnumMap<>(FunctionRole.class);
            for (FunctionRole role : FunctionRole.values()) {
                names.put(role, name(role));
                String sql = "SELECT 1 FROM pg_roles WHERE rolname = '" + name(role) + "'";
                if (!statement.executeQuery(sql).next()) {
                    statement.execute("CREATE ROLE " + name(role) + " LOGIN PASSWORD '" + PASSWORD + "'");
                }
            }
            new Grants().give(source(database), names);
        } catch (SQLException e) {
            throw new ServerFailedException("can't make the roles of the functions", e);
        }
    }

    /** Makes a database unless there is one of that name. */
    public void ensureDatabase(String name) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            String sql = "SELECT 1 FROM pg_database WHERE datname = '" + name + "'";
            if (!statement.executeQuery(sql).next()) {
                statement.execute("CREATE DATABASE " + name);
            }
        } catch (SQLException e) {
            throw new ServerFailedException("can't create database " + name, e);
        }
    }

    /** Makes a database that is a copy of another one, to which nobody may be connected. */
    public void copyDatabase(String template, String name) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        } catch (SQLException e) {
            throw new ServerFailedException("can't copy database " + template, e);
        }
    }

    /** Brings a database of this server to the newest migration. */
    public void migrate(String database) {
        new Migrations().migrate(source(database));
    }

    private PGSimpleDataSource source(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(database));
        source.setUser(USER);
        source.setPassword(PASSWORD);
        return source;
    }

    /** Stops the server in order, which rolls open transactions back. Does nothing if it is not running. */
    public void stop() {
        stop(PATIENCE);
    }

    /** The same, but kills the server if that takes longer; the next start then recovers what was committed. */
    public void stop(Duration patience) {
        if (process.find().isPresent()) {
            Ended ended = pgCtl("stop", "-m", "fast", "-t", Long.toString(patience.toSeconds()));
            if (!ended.well()) {
                process.kill();
            }
        }
    }

    /** As {@code kill -9} of all its processes. */
    public void kill() {
        process.kill();
    }

    /** Starts again after {@link #stop} or {@link #kill}, on the same port. */
    public void restart() {
        process.forgetTheDead();
        launch();
    }

    /**
     * Starts again as a standby whose primary is gone: it answers queries and accepts no writes, like the
     * former primary after a failover.
     */
    public void demote() {
        stop();
        try {
            Files.writeString(data.resolve("standby.signal"), "");
        } catch (IOException e) {
            throw new UncheckedIOException("can't make a standby of " + data, e);
        }
        restart();
    }

    /** Makes a standby the primary. Its sessions stay, and may write from now on. */
    public void promote() {
        Ended ended = pgCtl("promote", "-t", Long.toString(PATIENCE.toSeconds()));
        if (!ended.well()) {
            throw new ServerFailedException("PostgreSQL is not promoted: " + ended.output());
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** A directory that exists is complete: it gets its name only when it is finished. */
    private void prepare() {
        if (Files.isDirectory(data)) {
            return;
        }
        Path unfinished = data.resolveSibling(data.getFileName() + ".new");
        Directories.delete(unfinished);
        try {
            Files.createDirectories(data.getParent());
            Path password = Files.writeString(data.resolveSibling(data.getFileName() + ".password"), PASSWORD);
            initialize(unfinished, password);
            Files.delete(password);
            Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("can't make " + data, e);
        }
    }

    private void initialize(Path directory, Path password) {
        List<String> arguments = new ArrayList<>(List.of(
                "-D",
                directory.toString(),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C"));
        if (!options.durable()) {
            arguments.add("--no-sync");
        }
        Ended ended = Command.asNobodySpecial(programs.postgresql("initdb"), arguments);
        if (!ended.well()) {
            throw new ServerFailedException("PostgreSQL can't make its data directory: " + ended.output());
        }
    }

    private void launch() {
        String patience = Long.toString(PATIENCE.toSeconds());
        Ended ended = pgCtl("start", "-l", log().toString(), "-t", patience, "-o", String.join(" ", settings()));
        if (!ended.well()) {
            throw new ServerFailedException("PostgreSQL does not start on port " + port + ": " + LogFile.end(log()));
        }
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "-c port=" + port,
                "-c listen_addresses=127.0.0.1",
                "-c unix_socket_directories=''",
                "-c max_connections=" + MAX_CONNECTIONS,
                "-c timezone=UTC",
                "-c log_timezone=UTC"));
        if (!options.durable()) {
            settings.addAll(List.of("-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off"));
        }
        return settings;
    }

    private Ended pgCtl(String action, String... arguments) {
        List<String> all = new ArrayList<>(List.of(action, "-w", "-D", data.toString()));
        all.addAll(List.of(arguments));
        return Command.asNobodySpecial(programs.postgresql("pg_ctl"), all);
    }

    private Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, PASSWORD);
    }
}
