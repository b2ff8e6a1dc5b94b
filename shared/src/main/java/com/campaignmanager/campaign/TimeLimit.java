package com.campaignmanager.campaign;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PSQLState;

/** Ends a transaction, with nothing changed, before the time of the one who waits for it is up. */
final class TimeLimit {
    private final Duration limit;
    private final Clock clock;
    private final Instant end;
    private final Handle handle;

    private TimeLimit(Duration limit, Clock clock, Instant end, Handle handle) {
        this.limit = limit;
        this.clock = clock;
        this.end = end;
        this.handle = handle;
    }

    /** @throws ProblemException {@code send_too_slow} if the time was up before the work was done */
    static <T> T within(Duration limit, Clock clock, Jdbi jdbi, Function<TimeLimit, T> work) {
        // From here on, so that what a waking database takes is part of it.
        Instant end = clock.instant().plus(limit);
        try {
            return jdbi.inTransaction(handle -> {
                TimeLimit time = new TimeLimit(limit, clock, end, handle);
                time.handle();
                return work.apply(time);
            });
        } catch (JdbiException e) {
            throw wasCancelled(e) ? tooSlow(limit) : e;
        }
    }

    /** For the next statement, which PostgreSQL cancels when the time is up. */
    Handle handle() {
        long left = Duration.between(clock.instant(), end).toMillis();
        if (left <= 0) {
            throw tooSlow(limit);
        }
        handle.execute("SET LOCAL statement_timeout = " + left);
        return handle;
    }

    private static ProblemException tooSlow(Duration limit) {
        return ProblemException.of(
                Kind.UNAVAILABLE,
                "send_too_slow",
                "the campaign could not be stored within " + limit.toSeconds() + " s and is as it was; try again");
    }

    private static boolean wasCancelled(JdbiException e) {
        return e.getCause() instanceof SQLException cause
                && PSQLState.QUERY_CANCELED.getState().equals(cause.getSQLState());
    }
}
