package com.campaignmanager.migrator;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** Why something failed, for whoever deploys: in one line, and never with a password. */
final class Reason {
    /** CloudFormation takes an answer of 4,096 bytes in all. */
    private static final int MAX_LENGTH = 1_000;

    private static final Pattern SPACE = Pattern.compile("\\s+");
    /** A login in an address, and a parameter of a JDBC URL. */
    private static final Pattern SECRET =
            Pattern.compile("(?i)(?<=//)[^/@\\s]+(?=@)|(?<=(?:password|token|secret)=)[^&\\s]+");

    private Reason() {}

    static String of(Throwable thrown) {
        List<Throwable> chain = Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .toList();
        String migration = last(chain, FlywayMigrateException.class)
                .map(failed -> failed.getMigration().getScript() + ": ")
                .orElse("");
        String message = last(chain, SQLException.class).map(Reason::sql).orElseGet(() -> plain(thrown));
        String line = SECRET.matcher(SPACE.matcher(migration + message).replaceAll(" "))
                .replaceAll("…");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - 1) + "…";
    }

    private static String sql(SQLException thrown) {
        String state = thrown.getSQLState() == null ? "" : " (SQLSTATE " + thrown.getSQLState() + ")";
        return thrown.getMessage() + state;
    }

    private static String plain(Throwable thrown) {
        String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
        return thrown.getClass().getSimpleName() + message;
    }

    /** The one nearest to the cause. */
    private static <T> Optional<T> last(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).reduce((_, later) -> later);
    }
}
