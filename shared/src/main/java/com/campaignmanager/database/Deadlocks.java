package com.campaignmanager.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postgresql.util.PSQLState;

/**
 * Repeats work that PostgreSQL has rolled back to end a deadlock. Which of two sessions it rolls back is not ours to say, so
 * both sides of a possible deadlock are repeated.
 */
public final class Deadlocks {
    /** Each of them waits for a second, PostgreSQL's deadlock_timeout. */
    private static final int ATTEMPTS = 5;

    /** For the other side to take what it waits for. */
    private static final Duration HEAD_START = Duration.ofMillis(50);

    private Deadlocks() {}

    /**
     * @param work a whole transaction, or a statement that is one
     * @throws UnableToExecuteStatementException if it fails in another way, or ends in a deadlock five times
     */
    public static <T> T repeat(Supplier<T> work) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return work.get();
            } catch (UnableToExecuteStatementException e) {
                if (!isDeadlock(e)) {
                    throw e;
                }
                LockSupport.parkNanos(HEAD_START.toNanos());
            }
        }
        return work.get();
    }

    private static boolean isDeadlock(UnableToExecuteStatementException e) {
        return e.getCause() instanceof SQLException cause
                && PSQLState.DEADLOCK_DETECTED.getState().equals(cause.getSQLState());
    }
}
