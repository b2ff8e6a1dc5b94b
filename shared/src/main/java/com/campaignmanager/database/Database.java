package com.campaignmanager.database;

import com.campaignmanager.settings.Settings.DatabaseSettings;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The connection pool and Jdbi on top of it. Opens no connection before the first statement. */
public final class Database implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);

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
        return open(settings, clock, Optional.empty());
    }

    public static Database openForQueue(DatabaseSettings settings) {
        return openForQueue(settings, new DatabaseClock());
    }

    /**
     * For worker and scheduler, which look for due work. The statistics of a queue are always old, and a planner that
     * believes little is pending would fetch all of it and sort, instead of reading the first of an index in its order.
     */
    public static Database openForQueue(DatabaseSettings settings, DatabaseClock clock) {
        return open(settings, clock, Optional.of("SET enable_sort = off; SET enable_bitmapscan = off"));
    }

    private static Database open(DatabaseSettings settings, DatabaseClock clock, Optional<String> atConnect) {
        HikariConfig config = new HikariConfig();
        atConnect.ifPresent(config::setConnectionInitSql);
        config.setJdbcUrl(settings.url());
        settings.user().ifPresent(config::setUsername);
        settings.password().ifPresent(config::setPassword);
        config.setMaximumPoolSize(settings.pool());
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setIdleTimeout(IDLE.toMillis());
        config.setPoolName("postgresql");
        config.addDataSourceProperty("connectTimeout", CONNECT.toSeconds());
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Messages of exceptions end in logs, and would hold phone numbers.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("ApplicationName", "campaign-manager");
        settings.ca().ifPresent(ca -> {
            config.addDataSourceProperty("sslmode", "verify-full");
            config.addDataSourceProperty("sslrootcert", ca);
        });
        return new Database(new HikariDataSource(config), clock);
    }

    private static Jdbi jdbi(DataSource source, DatabaseClock clock) {
        Jdbi jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin());
        jdbi.getConfig(SqlStatements.class).define("now", clock).setUnusedBindingAllowed(false);
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        return jdbi;
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        pool.close();
    }
}
