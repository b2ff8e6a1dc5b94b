package com.campaignmanager.sender.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header of RFC 9110, section 10.2.3: a number of seconds, or a date. */
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d+");
    private static final int DIGITS_OF_A_DAY = 5;
    private static final Duration MAX_WAIT = Duration.ofDays(1);

    private RetryAfter() {}

    /** How long to wait, at most a day; zero for a date that is past, and empty for any other text. */
    public static Optional<Duration> parse(String value, Clock clock) {
        String text = value.strip();
        return SECONDS.matcher(text).matches() ? Optional.of(seconds(text)) : untilDate(text, clock);
    }

    private static Duration seconds(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > DIGITS_OF_A_DAY
                ? MAX_WAIT
                : bounded(Duration.ofSeconds(Long.parseLong(significant)));
    }

    private static Optional<Duration> untilDate(String text, Clock clock) {
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(bounded(Duration.between(clock.instant(), until)));
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
