package com.campaignmanager.database;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Codes of failures: https://www.postgresql.org/docs/17/errcodes-appendix.html. */
public final class SqlState {
    /** The server takes no writes: it is a standby, or was told so. */
    public static final String READ_ONLY = "25006";

    /** A lock was not to be had within {@code lock_timeout}. */
    public static final String LOCKED = "55P03";

    /** Rolled back to end a deadlock. */
    public static final String DEADLOCK = "40P01";

    /** Cancelled, by {@code statement_timeout} or somebody. */
    public static final String CANCELLED = "57014";

    /** The server is starting up; also said of one that took no connection in time. */
    public static final String STARTING = "57P03";

    public static final String TOO_MANY_CONNECTIONS = "53300";

    private static final String CONNECTION_FAILED = "08";
    private static final String OPERATOR_INTERVENED = "57P";
    private static final Set<String> SHUTDOWN = Set.of("57P01", "57P02", STARTING);
    private static final String TOO_LONG_IN_TRANSACTION = "25P03";

    private SqlState() {}

    /** The codes of a failure and all its causes. */
    public static Stream<String> allOf(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> cause instanceof SQLException sql ? Stream.of(of(sql)) : Stream.empty());
    }

    /** The code of a failure; blank if it has none. */
    public static String of(SQLException failure) {
        return Optional.ofNullable(failure.getSQLState()).orElse("");
    }

    /** Whether the connection itself failed, so that what the server did with the last statement is unknown. */
    public static boolean isConnectionFailure(String code) {
        return code.startsWith(CONNECTION_FAILED);
    }

    /** Whether the server is stopping, or has just started. */
    static boolean isShutdown(String code) {
        return SHUTDOWN.contains(code);
    }

    /** Whether the server has ended the session. */
    public static boolean endsSession(String code) {
        return code.startsWith(OPERATOR_INTERVENED) || code.equals(TOO_LONG_IN_TRANSACTION);
    }
}
