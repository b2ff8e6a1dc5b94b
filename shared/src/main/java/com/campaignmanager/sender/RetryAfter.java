package com.campaignmanager.sender;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header of RFC 9110, section 10.2.3: a number of seconds, or a date. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Duration MAX_WAIT = Duration.ofDays(1);

    private RetryAfter() {}

    /** How long to wait, at most a day; a date that is past is no time at all, and other text is no wish. */
    static Optional<Duration> parse(String value, Clock clock) {
        return wait(value.strip(), clock).map(RetryAfter::bounded);
    }

    private static Optional<Duration> wait(String value, Clock clock) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return Optional.of(Duration.between(clock.instant(), until));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    }
}
