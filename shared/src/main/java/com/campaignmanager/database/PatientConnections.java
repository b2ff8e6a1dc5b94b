package com.campaignmanager.database;

import com.zaxxer.hikari.HikariDataSource;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * The pool, with the patience that a database which pauses asks for. A paused Aurora takes about 15 s to resume, and
 * meanwhile keeps those who connect waiting, or turns them away as one that is starting; a server that isn't there
 * refuses at once. Where it looks like the first a caller waits up to 25 s, else no longer than the pool does.
 *
 * <p>Connections that were not used for a while are dropped before the next use: the server has closed them, or is about
 * to. A function that is frozen between two invocations can't do so itself.
 */
final class PatientConnections implements ConnectionFactory {
    /** Under 30 s with what else a request needs: an HTTP API waits no longer. */
    private static final Duration FOR_WAKING = Duration.ofSeconds(25);

    /** "The database system is starting up"; said of one that did not wake in time, too. */
    private static final String STARTING = "57P03";

    /** Wrong user, password or token; no such database. */
    private static final Set<String> REFUSALS = Set.of("28", "3D");

    private final HikariDataSource pool;
    private final Clock clock;
    private final Duration idle;
    private volatile Instant lastUse = Instant.MAX;

    /** @param idle the longest pause after which connections are used again; shorter than the server keeps them */
    PatientConnections(HikariDataSource pool, Clock clock, Duration idle) {
        this.pool = pool;
        this.clock = clock;
        this.idle = idle;
    }

    @Override
    public Connection openConnection() throws SQLException {
        Instant begun = clock.instant();
        if (lastUse.isBefore(begun.minus(idle))) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
        while (true) {
            try {
                Connection connection = pool.getConnection();
                lastUse = clock.instant();
                return connection;
            } catch (SQLTransientConnectionException e) {
                if (isRefused(e)) {
                    throw e;
                }
                if (!clock.instant().isBefore(begun.plus(FOR_WAKING))) {
                    throw new SQLTransientConnectionException(
                            "PostgreSQL took no connection for " + FOR_WAKING.toSeconds() + " s", STARTING, e);
                }
            }
        }
    }

    /** Whether waiting is in vain: nobody is there, or it is somebody else, or refuses for a reason that stays. */
    private static boolean isRefused(SQLTransientConnectionException e) {
        return Stream.iterate(e.getCause(), cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof ConnectException
                        || cause instanceof UnknownHostException
                        || cause instanceof CertificateException
                        || cause instanceof SQLException sql && REFUSALS.contains(sqlClass(sql)));
    }

    private static String sqlClass(SQLException e) {
        return e.getSQLState() == null || e.getSQLState().length() < 2
                ? ""
                : e.getSQLState().substring(0, 2);
    }
}
