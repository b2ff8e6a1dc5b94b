package com.campaignmanager.database;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import com.campaignmanager.time.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;

/**
 * The time that the request on this thread has, for everything it asks of PostgreSQL: to connect, to wait for locks and to
 * run its statements. Work outside a request, such as a worker's, has no such limit.
 */
public final class RequestTime {
    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

    private static final Set<String> TIMED_OUT = Set.of(SqlState.CANCELLED, SqlState.LOCKED);

    private RequestTime() {}

    /**
     * Runs a request. What it has not committed when its time is up is rolled back.
     *
     * @throws ProblemException {@code too_slow} if its time was up first
     */
    public static <T, X extends Throwable> T within(
            Duration limit, Clock clock, ScopedValue.CallableOp<? extends T, X> request) throws X {
        Instant end = clock.instant().plus(limit);
        Deadline deadline = () -> Duration.between(clock.instant(), end);
        try {
            return ScopedValue.where(CURRENT, deadline).call(request);
        } catch (JdbiException e) {
            throw timeWasUp(e, deadline) ? tooSlow(limit, e) : e;
        }
    }

    /** What is left to the request on this thread, which may be less than nothing; empty outside of requests. */
    static Optional<Duration> left() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get().left()) : Optional.empty();
    }

    private static boolean timeWasUp(JdbiException e, Deadline deadline) {
        // A server that has fallen silent looks like a connection that has failed. If there never was a connection, the
        // exception says so itself.
        boolean silent = !(e instanceof ConnectionException) && !deadline.left().isPositive();
        return SqlState.allOf(e)
                .anyMatch(state -> TIMED_OUT.contains(state) || silent && SqlState.isConnectionFailure(state));
    }

    private static ProblemException tooSlow(Duration limit, JdbiException cause) {
        ProblemException problem = ProblemException.of(
                Kind.UNAVAILABLE,
                "too_slow",
                "the request could not be completed within " + limit.toSeconds() + " s; try again");
        problem.initCause(cause);
        return problem;
    }
}
