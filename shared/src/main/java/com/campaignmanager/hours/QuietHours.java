package com.campaignmanager.hours;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hours of a recipient's day in which nothing is sent.
 *
 * @param from the first quiet minute
 * @param until the first minute after them; earlier in the day than {@code from}: on the next day
 */
public record QuietHours(LocalTime from, LocalTime until) {
    /** What must be left of a day: less could be skipped by a change of the clocks, or lost at its end. */
    private static final Duration LEAST_OPEN = Duration.ofHours(1);

    private static final Pattern FORM = Pattern.compile("([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})");

    /** Reads {@code 21:00-08:00}; empty if it is written otherwise, or leaves less than an hour of the day. */
    public static Optional<QuietHours> of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new QuietHours(LocalTime.parse(matcher.group(1)), LocalTime.parse(matcher.group(2))))
                    .filter(hours -> hours.open().compareTo(LEAST_OPEN) >= 0);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** As it is written in the setting. */
    @Override
    public String toString() {
        return from + "-" + until;
    }

    private Duration open() {
        Duration open = Duration.between(until, from);
        return open.isNegative() ? open.plusDays(1) : open;
    }

    /** The quiet hours of one day in one zone. */
    record Quiet(Instant begins, Instant ends) {
        boolean covers(Instant instant) {
            return !instant.isBefore(begins) && instant.isBefore(ends);
        }
    }

    /** Those that begin on the day of this instant, the day before and the day after. */
    Stream<Quiet> around(Instant instant, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(instant, zone);
        return Stream.of(day.minusDays(1), day, day.plusDays(1))
                .map(date -> on(date, zone))
                .filter(quiet -> quiet.begins().isBefore(quiet.ends()));
    }

    private Quiet on(LocalDate day, ZoneId zone) {
        LocalDate last = until.isAfter(from) ? day : day.plusDays(1);
        return new Quiet(instant(day.atTime(from), zone, true), instant(last.atTime(until), zone, false));
    }

    /** A time that the clocks skip is the instant at which they do; of one that they show twice quiet hours take both. */
    private static Instant instant(LocalDateTime local, ZoneId zone, boolean beginning) {
        ZoneRules rules = zone.getRules();
        Optional<ZoneOffsetTransition> change = Optional.ofNullable(rules.getTransition(local));
        return change.map(clocks -> clocks.isGap()
                        ? clocks.getInstant()
                        : local.toInstant(beginning ? clocks.getOffsetBefore() : clocks.getOffsetAfter()))
                .orElseGet(() -> local.toInstant(rules.getOffset(local)));
    }
}
