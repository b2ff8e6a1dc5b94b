package com.campaignmanager.database;

import com.campaignmanager.iam.IamTokens;
import com.campaignmanager.settings.Settings.DatabaseSettings;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.util.Credentials;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.postgres.DurationArgumentFactory;
import org.jdbi.v3.postgres.UUIDArgumentFactory;

/** The connection pool and Jdbi on top of it. Opens no connection before the first statement. */
public final class Database implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);

    /**
     * After so long without a statement the server closes a connection, so that a paused function keeps none open and
     * Aurora can pause as well. PostgreSQL 14 and later know this setting.
     */
    private static final Duration SERVER_KEEPS = Duration.ofSeconds(60);

    /** The pool looks for idle connections every 30 s, and so has closed them before the server does. */
    private static final Duration POOL_KEEPS = Duration.ofSeconds(10);

    /** After a longer pause the server may have closed them, or is about to. */
    private static final Duration TRUSTED = Duration.ofSeconds(45);

    static {
        // Read once. Jdbi's first statement would set up the JDK's flight recorder for events of its own: 40 ms of each
        // cold start. One that was started with the JVM goes on.
        System.setProperty("jfr.unsupported.vm", "true");
    }

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool, DatabaseClock clock) {
        this.pool = pool;
        this.jdbi = jdbi(pool, clock);
    }

    public static Database open(DatabaseSettings settings) {
        return open(settings, new DatabaseClock());
    }

    public static Database open(DatabaseSettings settings, DatabaseClock clock) {
        return open(settings, clock, "");
    }

    public static Database openForQueue(DatabaseSettings settings) {
        return openForQueue(settings, new DatabaseClock());
    }

    /**
     * For worker and scheduler, which look for due work. The statistics of a queue are always old, and a planner that
     * believes little is pending would fetch all of it and sort, instead of reading the first of an index in its order.
     */
    public static Database openForQueue(DatabaseSettings settings, DatabaseClock clock) {
        return open(settings, clock, "; SET enable_sort = off; SET enable_bitmapscan = off");
    }

    private static Database open(DatabaseSettings settings, DatabaseClock clock, String planner) {
        // Made like this the pool asks for a login with its first connection, and not now: a function may be published
        // with what it holds now.
        HikariDataSource pool = new HikariDataSource();
        pool.setConnectionInitSql("SET idle_session_timeout = " + SERVER_KEEPS.toMillis() + planner);
        pool.setJdbcUrl(settings.url());
        settings.user().ifPresent(pool::setUsername);
        settings.password().ifPresent(pool::setPassword);
        settings.iam()
                .ifPresent(iam -> pool.setCredentialsProvider(() ->
                        Credentials.of(iam.user(), IamTokens.ofThisFunction().forDatabase(iam))));
        pool.setMaximumPoolSize(settings.pool());
        pool.setMinimumIdle(0);
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        pool.setIdleTimeout(POOL_KEEPS.toMillis());
        pool.setPoolName("postgresql");
        pool.addDataSourceProperty("connectTimeout", CONNECT.toSeconds());
        // A server that is waking may keep the login waiting for all of this.
        pool.addDataSourceProperty("loginTimeout", "60");
        pool.addDataSourceProperty("socketTimeout", "60");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // Messages of exceptions end in logs, and would hold phone numbers.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("ApplicationName", "campaign-manager");
        settings.ca().ifPresent(ca -> {
            pool.addDataSourceProperty("sslmode", "verify-full");
            pool.addDataSourceProperty("sslrootcert", ca);
        });
        return new Database(pool, clock);
    }

    private static Jdbi jdbi(HikariDataSource pool, DatabaseClock clock) {
        Jdbi jdbi = Jdbi.create(new PatientConnections(pool, Clock.systemUTC(), TRUSTED));
        // Of Jdbi's plugin for PostgreSQL what is used here: the whole of it costs each cold start 50 ms.
        jdbi.registerArgument(new DurationArgumentFactory()).registerArgument(new UUIDArgumentFactory());
        jdbi.registerArrayType(Long.class, "bigint").registerArrayType(String.class, "varchar");
        SqlText text = new SqlText();
        jdbi.getConfig(SqlStatements.class)
                .setTemplateEngine(text)
                .setSqlParser(text)
                .define("now", clock)
                .setUnusedBindingAllowed(false);
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        return jdbi;
    }

    /** The pool alone, for what brings its own SQL: a connection is there within 5 s, or not. */
    public DataSource dataSource() {
        return pool;
    }

    /** Opens a connection where none is open, which an idle function does not keep: a login takes tens of milliseconds. */
    public void connect() {
        jdbi.open().close();
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** How many connections are open or being opened. */
    public int connections() {
        return Optional.ofNullable(pool.getHikariPoolMXBean())
                .map(HikariPoolMXBean::getTotalConnections)
                .orElse(0);
    }

    /**
     * Ends every session, also those in use. An interrupted thread stays interrupted, but not meanwhile: at an interrupt
     * the pool would stop half-way, and leave open what nobody gave back.
     */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            pool.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
