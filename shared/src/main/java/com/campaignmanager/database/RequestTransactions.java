package com.campaignmanager.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets all that a request does in the database be committed at once, together with what only the request's end knows: its
 * answer. Within {@link #inOne} the code of the domain opens handles and transactions as ever and gets the request's one
 * connection; a transaction of its own becomes a savepoint there. Threads other than the request's are not affected.
 */
public final class RequestTransactions implements ConnectionFactory, AfterCommit {
    private static final Logger log = LoggerFactory.getLogger(RequestTransactions.class);

    private final ConnectionFactory connections;
    private final ScopedValue<RequestTransaction> current = ScopedValue.newInstance();

    RequestTransactions(ConnectionFactory connections) {
        this.connections = connections;
    }

    /**
     * Commits when the work is done, then runs the actions that waited for that. If the work throws, nothing is changed
     * and no action is run. A transaction is open meanwhile: the work should call nobody else, or not for long.
     */
    public <T> T inOne(Supplier<T> work) {
        T result;
        List<Runnable> actions;
        try (RequestTransaction transaction = begin()) {
            result = ScopedValue.where(current, transaction).call(work::get);
            commit(transaction::commitAll);
            actions = transaction.actions();
        }
        actions.forEach(RequestTransactions::runSafely);
        return result;
    }

    private RequestTransaction begin() {
        try {
            return new RequestTransaction(connections);
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    @FunctionalInterface
    private interface Commit {
        void run() throws SQLException;
    }

    private static void commit(Commit commit) {
        try {
            commit.run();
        } catch (SQLException e) {
            throw new TransactionException(e);
        }
    }

    /** The changes are committed, and the caller must hear so whatever comes after. */
    private static void runSafely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.warn("what should follow a commit failed: {}", e.getMessage());
        }
    }

    @Override
    public void run(Runnable action) {
        if (current.isBound()) {
            current.get().afterCommit(action);
        } else {
            action.run();
        }
    }

    /**
     * Commits what a request has changed so far, for code that is only right if others see its first change before it
     * makes the second. Without a request's transaction that has happened already.
     *
     * @param handle not in a transaction of its own
     */
    public static void commitSoFar(Handle handle) {
        RequestTransaction.of(handle.getConnection()).ifPresent(transaction -> commit(transaction::commitSoFar));
    }

    @Override
    public Connection openConnection() throws SQLException {
        return current.isBound() ? current.get().connection() : connections.openConnection();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        if (!RequestTransaction.isOver(connection)) {
            connections.closeConnection(connection);
        }
    }
}
