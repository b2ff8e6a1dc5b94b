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
 * The pool, with the patience that a database which pauses or fails over asks for. A paused Aurora takes about 15 s to
 * resume, and meanwhile keeps those who connect waiting, or turns them away as one that is starting; a server that isn't
 * there refuses at once; one that has lost its role takes connections, but no writes, and is not taken. Unless it refuses a
 * caller waits up to 25 s, or what is left of {@link RequestTime}, else no longer than the pool does.
 *
 * <p>Connections that were not used for a while are dropped before the next use: the server has closed them, or is about
 * to. A function that is frozen between two invocations can't do so itself.
 */
final class PatientConnections implements ConnectionFactory {
    /** Under 30 s with what else a request needs: an HTTP API waits no longer. */
    private static final Duration FOR_WAKING = Duration.ofSeconds(25);

    /** Wrong user, password or token; no such database. */
    private static final Set<String> REFUSALS = Set.of("28", "3D");

    private final HikariDataSource pool;
    private final Clock clock;
    private final Duration idle;
    private final StatementTime statements;
    private volatile Instant lastUse = Instant.MAX;

    /**
     * @param idle the longest pause after which connections are used again; shorter than the server keeps them
     * @param statements what has limited the statements of the connections that come back
     */
    PatientConnections(HikariDataSource pool, Clock clock, Duration idle, StatementTime statements) {
        this.pool = pool;
        this.clock = clock;
        this.idle = idle;
        this.statements = statements;
    }

    @Override
    public Connection openConnection() throws SQLException {
        Instant begun = clock.instant();
        if (lastUse.isBefore(begun.minus(idle))) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
        Duration patience = RequestTime.left()
                .filter(left -> left.compareTo(FOR_WAKING) < 0)
                .orElse(FOR_WAKING);
        while (true) {
            try {
                Connection connection = pool.getConnection();
                lastUse = clock.instant();
                return connection;
            } catch (SQLTransientConnectionException e) {
                if (isRefused(e)) {
                    throw e;
                }
                // The pool's next attempt would end about then, rather than far beyond.
                Instant next = clock.instant().plusMillis(pool.getConnectionTimeout() / 2);
                if (!next.isBefore(begun.plus(patience))) {
                    throw new SQLTransientConnectionException(
                            "PostgreSQL took no connection for " + patience.toSeconds() + " s", SqlState.STARTING, e);
                }
            }
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        try (connection) {
            statements.restore(connection);
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
        String state = SqlState.of(e);
        return state.length() < 2 ? "" : state.substring(0, 2);
    }
}
