package com.campaignmanager.database;

import com.campaignmanager.iam.IamTokens;
import com.campaignmanager.settings.Settings.DatabaseSettings;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.util.Credentials;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
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

    /** How much longer than a statement may take an answer is waited for, before the server is taken to be gone. */
    private static final Duration FOR_THE_ANSWER = Duration.ofSeconds(5);

    /** The pool looks for idle connections every 30 s, and so has closed them before the server does. */
    private static final Duration POOL_KEEPS = Duration.ofSeconds(10);

    /** After a longer pause the server may have closed them, or is about to: it hears nothing of a frozen function. */
    private static final Duration TRUSTED = Duration.ofSeconds(30);

    /**
     * Fails where the server takes no writes. The pool asks it of a connection that has rested for half a second, before
     * somebody gets it, in place of a question that only shows that the server is there.
     */
    private static final String MUST_TAKE_WRITES = """
            SELECT CAST(CASE current_setting('transaction_read_only')
                             WHEN 'off' THEN '0' ELSE 'the server takes no writes' END AS int)
            """;

    static {
        // Read once. Jdbi's first statement would set up the JDK's flight recorder for events of its own: 40 ms of each
        // cold start. One that was started with the JVM goes on.
        System.setProperty("jfr.unsupported.vm", "true");
        // In seconds, and read once. For half a minute otherwise a name would lead to the server before the failover.
        Security.setProperty("networkaddress.cache.ttl", "5");
    }

    private final HikariDataSource pool;
    private final RequestTransactions requests;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool, SessionLimits limits, DatabaseClock clock) {
        this.pool = pool;
        StatementTime statements = new StatementTime(limits.statement());
        this.requests = new RequestTransactions(new PatientConnections(pool, Clock.systemUTC(), TRUSTED, statements));
        this.jdbi = jdbi(requests, statements, clock);
    }

    /** For the API, whose requests are limited by {@link RequestTime}. */
    public static Database open(DatabaseSettings settings) {
        return open(settings, new DatabaseClock());
    }

    public static Database open(DatabaseSettings settings, DatabaseClock clock) {
        return open(settings, clock, SessionLimits.REQUESTS, "");
    }

    /** For reading large files, chunk by chunk. */
    public static Database openForImports(DatabaseSettings settings) {
        return open(settings, new DatabaseClock(), SessionLimits.IMPORTS, "");
    }

    /** For changes of the schema, which may take any time. */
    public static Database openForMigrations(DatabaseSettings settings) {
        return open(settings, new DatabaseClock(), SessionLimits.MIGRATIONS, "");
    }

    public static Database openForQueue(DatabaseSettings settings, Duration lease) {
        return openForQueue(settings, new DatabaseClock(), lease);
    }

    /**
     * For worker and scheduler, which look for due work. The statistics of a queue are always old, and a planner that
     * believes little is pending would fetch all of it and sort, instead of reading the first of an index in its order.
     *
     * @param lease of the workers, which bounds whatever may keep one from renewing it
     */
    public static Database openForQueue(DatabaseSettings settings, DatabaseClock clock, Duration lease) {
        return open(
                settings, clock, SessionLimits.queue(lease), "; SET enable_sort = off; SET enable_bitmapscan = off");
    }

    private static Database open(DatabaseSettings settings, DatabaseClock clock, SessionLimits limits, String planner) {
        // Made like this, the pool asks for a login with its first connection and not now: what it holds now may become
        // part of a function's snapshot.
        HikariDataSource pool = new HikariDataSource();
        pool.setConnectionInitSql(limits.sql() + planner);
        pool.setConnectionTestQuery(MUST_TAKE_WRITES);
        pool.setExceptionOverride(new SessionEviction(pool));
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
        // Not to one that was the primary until a moment ago: its name may still lead there.
        pool.addDataSourceProperty("targetServerType", "primary");
        pool.addDataSourceProperty("connectTimeout", CONNECT.toSeconds());
        // A server that is waking may keep the login waiting for all of this.
        pool.addDataSourceProperty("loginTimeout", "60");
        pool.addDataSourceProperty(
                "socketTimeout", Long.toString(silenceOfServer(limits).toSeconds()));
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // Messages of exceptions end in logs, and would hold phone numbers.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("ApplicationName", "campaign-manager");
        settings.ca().ifPresent(ca -> {
            pool.addDataSourceProperty("sslmode", "verify-full");
            pool.addDataSourceProperty("sslrootcert", ca);
        });
        return new Database(pool, limits, clock);
    }

    /** How long an answer is waited for; zero: for ever. */
    private static Duration silenceOfServer(SessionLimits limits) {
        return limits.statement().isZero() ? Duration.ZERO : limits.statement().plus(FOR_THE_ANSWER);
    }

    private static Jdbi jdbi(ConnectionFactory connections, StatementTime statements, DatabaseClock clock) {
        Jdbi jdbi = Jdbi.create(connections);
        // Of Jdbi's plugin for PostgreSQL what is used here: the whole of it costs each cold start 50 ms.
        jdbi.registerArgument(new DurationArgumentFactory()).registerArgument(new UUIDArgumentFactory());
        jdbi.registerArrayType(Long.class, "bigint").registerArrayType(String.class, "varchar");
        SqlText text = new SqlText();
        jdbi.getConfig(SqlStatements.class)
                .setTemplateEngine(text)
                .setSqlParser(text)
                .define("now", clock)
                .addCustomizer(statements)
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

    /** @throws org.jdbi.v3.core.JdbiException if the server doesn't answer, or takes no writes */
    public void probe() {
        jdbi.useHandle(handle -> handle.execute(MUST_TAKE_WRITES));
    }

    /** What commits all that {@link #jdbi} does within a request at once. */
    public RequestTransactions requests() {
        return requests;
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
