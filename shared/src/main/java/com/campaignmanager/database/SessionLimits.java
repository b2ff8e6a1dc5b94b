package com.campaignmanager.database;

import java.time.Duration;

/**
 * What PostgreSQL is told when a session begins: how long it may take over things, and when it is taken to be forsaken. A
 * session holds its locks until it ends, also when its client has vanished without a word, as a function does that is
 * killed together with its machine. Zero stands for no limit.
 *
 * @param statement the longest that a statement may take, the time it waits for locks included
 * @param lock the longest that a statement waits for one lock
 * @param idleInTransaction the longest pause between two statements of a transaction
 * @param silence after so long without a sign of life from the client's machine the session ends, whatever it is doing, at
 *     most a quarter of that later
 */
record SessionLimits(Duration statement, Duration lock, Duration idleInTransaction, Duration silence) {
    /**
     * After so long without a statement the server closes a connection, so that a paused function keeps none open and
     * Aurora can pause as well. PostgreSQL 14 and later know this setting.
     */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final Duration SILENCE = Duration.ofSeconds(40);

    /** Longer than any work between two statements, and short for others who wait for the locks. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(15);

    /** A request with all its 25 s left gets along without a limit for its next statement; see {@link StatementTime}. */
    static final SessionLimits REQUESTS =
            new SessionLimits(Duration.ofSeconds(24), Duration.ZERO, IDLE_IN_TRANSACTION, SILENCE);

    /** A chunk of a file takes well under a second; so much longer on a small database that has just woken. */
    static final SessionLimits IMPORTS =
            new SessionLimits(Duration.ofSeconds(60), Duration.ZERO, IDLE_IN_TRANSACTION, SILENCE);

    /** A migration takes as long as it takes, and another waits for it in a transaction of its own. */
    static final SessionLimits MIGRATIONS = new SessionLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO, SILENCE);

    /**
     * For workers and the scheduler. Whatever they wait for, a worker comes to renew its lease in time, which it does when a
     * quarter of it is over; and what a vanished one has locked is free when its lease has run out.
     */
    static SessionLimits queue(Duration lease) {
        return new SessionLimits(
                lease.dividedBy(2),
                lease.dividedBy(12),
                shorter(IDLE_IN_TRANSACTION, lease.dividedBy(4)),
                shorter(SILENCE, lease.multipliedBy(2).dividedBy(3)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The statements that say so to a new session, sent together. */
    String sql() {
        return String.join(
                "; ",
                millis("idle_session_timeout", IDLE),
                millis("statement_timeout", statement),
                millis("lock_timeout", lock),
                millis("idle_in_transaction_session_timeout", idleInTransaction),
                // The kernel asks the client's when it has heard nothing for half of the time, and then twice more.
                seconds("tcp_keepalives_idle", silence.dividedBy(2)),
                seconds("tcp_keepalives_interval", silence.dividedBy(4)),
                "SET tcp_keepalives_count = 2",
                // Keep-alives are only sent when nothing else waits to be confirmed: this bounds the rest.
                millis("tcp_user_timeout", silence),
                // While a statement runs or waits for a lock, nobody would otherwise notice.
                millis("client_connection_check_interval", silence.dividedBy(4)));
    }

    private static String millis(String setting, Duration value) {
        return "SET " + setting + " = " + value.toMillis();
    }

    private static String seconds(String setting, Duration value) {
        return "SET " + setting + " = " + Math.max(1, value.toSeconds());
    }
}
