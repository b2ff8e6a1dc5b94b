package com.campaignmanager.migrator;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether a failure to connect may pass by waiting: a cluster that wakes up does not answer, or says that it starts.
 * https://www.postgresql.org/docs/17/errcodes-appendix.html
 *
 * @param iam whether the login is a token of IAM's: then a refused one may pass, too, since what IAM was told in the same
 *     deployment is not known everywhere at once
 */
record MayPass(boolean iam) implements Predicate<Exception> {
    private static final String CONNECTION_FAILED = "08";
    private static final String STARTING = "57P03";
    private static final String LOGIN_REFUSED = "28000";

    @Override
    public boolean test(Exception failure) {
        return stillTrying(failure)
                || Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                        .limit(20)
                        .filter(SQLException.class::isInstance)
                        .map(thrown -> ((SQLException) thrown).getSQLState())
                        .filter(Objects::nonNull)
                        .anyMatch(this::mayPass);
    }

    /** The pool gives no cause while its attempt goes on. */
    private static boolean stillTrying(Exception failure) {
        return failure instanceof SQLTransientConnectionException && failure.getCause() == null;
    }

    private boolean mayPass(String state) {
        return state.startsWith(CONNECTION_FAILED) || state.equals(STARTING) || (iam && state.equals(LOGIN_REFUSED));
    }
}
