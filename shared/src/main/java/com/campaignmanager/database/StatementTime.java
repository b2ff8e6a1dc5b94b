package com.campaignmanager.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;

/**
 * Gives each statement of a request what is left of {@link RequestTime}. PostgreSQL cancels it then, also while it waits
 * for a lock. As long as more is left than every statement may take anyway, this costs no call to the server.
 */
final class StatementTime implements StatementCustomizer {
    /** How much longer than PostgreSQL's own limit an answer is waited for, before the server is taken to be gone. */
    static final Duration FOR_THE_ANSWER = Duration.ofSeconds(1);

    private final Duration usual;
    private final Set<Connection> shortened = ConcurrentHashMap.newKeySet();

    /** @param usual what every statement may take, as the session was told when it began */
    StatementTime(Duration usual) {
        this.usual = usual;
    }

    @Override
    public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
        Optional<Duration> left = RequestTime.left();
        if (left.isPresent()) {
            limit(context.getConnection(), left.get());
        }
    }

    private void limit(Connection connection, Duration left) throws SQLException {
        if (left.toMillis() <= 0) {
            throw new SQLTimeoutException("the request's time is up", SqlState.CANCELLED);
        }
        connection.setNetworkTimeout(
                Runnable::run, Math.toIntExact(left.plus(FOR_THE_ANSWER).toMillis()));
        if (left.compareTo(usual) < 0) {
            // The end of a transaction takes back what was SET LOCAL; outside of one it would have no effect.
            boolean alone = connection.getAutoCommit() && !RequestTransaction.isOver(connection);
            if (alone) {
                shortened.add(connection);
            }
            set(connection, alone ? "SET" : "SET LOCAL", left);
        }
    }

    /** Before another request gets the connection. */
    void restore(Connection connection) throws SQLException {
        if (shortened.remove(connection) && !connection.isClosed()) {
            set(connection, "SET", usual);
        }
    }

    private static void set(Connection connection, String command, Duration timeout) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command + " statement_timeout = " + timeout.toMillis());
        }
    }
}
