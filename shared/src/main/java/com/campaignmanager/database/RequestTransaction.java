package com.campaignmanager.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction over a connection, and that connection as others are to see it: they may begin, commit and roll back what
 * they take for a transaction, and close it as often as they like. Used by one thread at a time.
 */
final class RequestTransaction implements InvocationHandler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RequestTransaction.class);

    private final ConnectionFactory connections;
    private final Connection shown;
    private final List<Runnable> actions = new ArrayList<>();
    /** Open from the first use on. */
    private Optional<Connection> real = Optional.empty();
    /** Where the transaction within this one began; empty: there is none. */
    private Optional<Savepoint> inner = Optional.empty();

    RequestTransaction(ConnectionFactory connections) {
        this.connections = connections;
        this.shown = (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    private Connection real() throws SQLException {
        if (real.isEmpty()) {
            Connection opened = connections.openConnection();
            real = Optional.of(opened);
            opened.setAutoCommit(false);
        }
        return real.get();
    }

    /** Whether the statements of a connection belong to a request's transaction, whatever it says of itself. */
    static boolean isOver(Connection connection) {
        return Proxy.isProxyClass(connection.getClass())
                && Proxy.getInvocationHandler(connection) instanceof RequestTransaction;
    }

    /** The connection as others see it. */
    Connection connection() throws SQLException {
        // Opened here, where whoever asks expects that to fail.
        real();
        return shown;
    }

    void afterCommit(Runnable action) {
        actions.add(action);
    }

    List<Runnable> actions() {
        return List.copyOf(actions);
    }

    void commit() throws SQLException {
        if (inner.isPresent()) {
            throw new IllegalStateException("a transaction within the request's is still open");
        }
        if (real.isPresent()) {
            real.get().commit();
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "getAutoCommit" -> {
                return inner.isEmpty();
            }
            case "setAutoCommit" -> setAutoCommit((boolean) arguments[0]);
            case "commit" -> {
                end();
                begin();
            }
            case "rollback" -> rollback(arguments);
            case "close" -> {}
            default -> {
                return call(method, arguments);
            }
        }
        return null;
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void setAutoCommit(boolean each) throws SQLException {
        if (each) {
            end();
        } else if (inner.isEmpty()) {
            begin();
        }
    }

    private void begin() throws SQLException {
        inner = Optional.of(real().setSavepoint());
    }

    private void end() throws SQLException {
        if (inner.isPresent()) {
            real().releaseSavepoint(inner.get());
            inner = Optional.empty();
        }
    }

    private void rollback(@Nullable Object @Nullable [] arguments) throws SQLException {
        if (arguments != null) {
            real().rollback((Savepoint) arguments[0]);
        } else if (inner.isPresent()) {
            real().rollback(inner.get());
        }
    }

    /** Takes back all that is not committed, and gives the connection back. The next use opens another one. */
    @Override
    public void close() {
        real.ifPresent(this::close);
        real = Optional.empty();
    }

    private void close(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            log.warn("a request's transaction could not be rolled back: {}", e.getMessage());
        }
        try {
            connections.closeConnection(connection);
        } catch (SQLException e) {
            log.warn("a request's connection could not be given back: {}", e.getMessage());
        }
    }
}
