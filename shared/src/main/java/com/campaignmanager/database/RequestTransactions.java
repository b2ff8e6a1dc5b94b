package com.campaignmanager.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionFactory;
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
    private final ScopedValue<Optional<RequestTransaction>> current = ScopedValue.newInstance();

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
        try (RequestTransaction transaction = new RequestTransaction(connections)) {
            result = ScopedValue.where(current, Optional.of(transaction)).call(work::get);
            commit(transaction);
            actions = transaction.actions();
        }
        actions.forEach(RequestTransactions::runSafely);
        return result;
    }

    private static void commit(RequestTransaction transaction) {
        try {
            transaction.commit();
        } catch (SQLException e) {
            throw new TransactionException(e);
        }
    }

    /**
     * Does a part of a request's work with commits of its own, for code that is only right if others see its first change
     * before it makes the second. What the request has changed so far is committed before it. Outside of a request's
     * transaction this makes no difference.
     */
    public <T> T apart(Supplier<T> work) {
        underWay().ifPresent(transaction -> {
            commit(transaction);
            transaction.close();
        });
        return ScopedValue.where(current, Optional.<RequestTransaction>empty()).call(work::get);
    }

    private Optional<RequestTransaction> underWay() {
        return current.orElse(Optional.empty());
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
        underWay().ifPresentOrElse(transaction -> transaction.afterCommit(action), action);
    }

    @Override
    public Connection openConnection() throws SQLException {
        Optional<RequestTransaction> transaction = underWay();
        return transaction.isPresent() ? transaction.get().connection() : connections.openConnection();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        if (!RequestTransaction.isOver(connection)) {
            connections.closeConnection(connection);
        }
    }
}
