package com.campaignmanager.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenHoursTest {
    private static final String KENYAN = "+254712345678";
    private static final String RUSSIAN_MOBILE = "+79161234567";
    private static final String AMERICAN_TOLL_FREE = "+18005550199";

    private static OpenHours quiet(String hours) {
        return new OpenHours(QuietHours.of(hours), ZoneId.of("Africa/Nairobi"));
    }

    /** From and to, the minute that is kept for what has been claimed not counted. */
    private static String window(OpenHours hours, String phone, String timeZone, String from) {
        OpenWindow window = hours.next(phone, timeZone, Instant.parse(from)).orElseThrow();
        return window.opensAt() + "/" + window.endsAt().plus(OpenHours.TO_BEGIN);
    }

    @Test
    void without_quiet_hours_every_hour_is_open() {
        OpenHours none = new OpenHours(Optional.empty(), ZoneId.of("UTC"));

        assertThat(none.areLimited()).isFalse();
        assertThat(none.next(KENYAN, "", Instant.parse("2030-01-15T00:00:00Z"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // by day it is open from now on, and at night from the morning on
        "2030-01-15T09:30:00Z, 2030-01-15T09:30:00Z/2030-01-15T18:00:00Z",
        "2030-01-15T18:00:00Z, 2030-01-16T05:00:00Z/2030-01-16T18:00:00Z",
        "2030-01-16T04:59:59Z, 2030-01-16T05:00:00Z/2030-01-16T18:00:00Z",
        "2030-01-16T05:00:00Z, 2030-01-16T05:00:00Z/2030-01-16T18:00:00Z",
        // too late to begin
        "2030-01-15T17:59:00Z, 2030-01-16T05:00:00Z/2030-01-16T18:00:00Z"
    })
    void quiet_hours_are_counted_by_the_clock_of_the_number(String from, String expected) {
        assertThat(window(quiet("21:00-08:00"), KENYAN, "", from)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "12:00-14:00, 2030-01-15T10:00:00Z, 2030-01-15T11:00:00Z/2030-01-16T09:00:00Z",
        "00:00-06:00, 2030-01-15T10:00:00Z, 2030-01-15T10:00:00Z/2030-01-15T21:00:00Z",
        "20:00-00:00, 2030-01-15T18:00:00Z, 2030-01-15T21:00:00Z/2030-01-16T17:00:00Z"
    })
    void quiet_hours_may_lie_within_a_day_and_begin_or_end_at_midnight(String hours, String from, String expected) {
        assertThat(window(quiet(hours), KENYAN, "", from)).isEqualTo(expected);
    }

    @Test
    void a_customers_own_zone_beats_the_number() {
        assertThat(window(quiet("21:00-08:00"), KENYAN, "Asia/Tokyo", "2030-01-15T14:00:00Z"))
                .isEqualTo("2030-01-15T23:00:00Z/2030-01-16T12:00:00Z");
    }

    @Test
    void a_zone_that_nobody_knows_counts_as_none() {
        assertThat(window(quiet("21:00-08:00"), KENYAN, "Mars/Base", "2030-01-15T18:00:00Z"))
                .isEqualTo("2030-01-16T05:00:00Z/2030-01-16T18:00:00Z");
    }

    /** From Bucharest (UTC+2 in winter) to Kamchatka (UTC+12). */
    @Test
    void a_number_with_many_zones_is_open_only_when_all_of_them_are() {
        assertThat(window(quiet("21:00-08:00"), RUSSIAN_MOBILE, "", "2030-01-15T10:00:00Z"))
                .isEqualTo("2030-01-16T06:00:00Z/2030-01-16T09:00:00Z");
    }

    @Test
    void a_toll_free_number_is_open_when_all_of_its_continent_and_its_islands_are() {
        // 8:00 in Guam (UTC+10), until 21:00 in St. John's (UTC-3:30)
        assertThat(window(quiet("21:00-08:00"), AMERICAN_TOLL_FREE, "", "2030-01-15T10:00:00Z"))
                .isEqualTo("2030-01-15T22:00:00Z/2030-01-16T00:30:00Z");
    }

    @Test
    void zones_that_are_never_open_together_give_way_to_the_default() {
        assertThat(window(quiet("18:00-10:00"), AMERICAN_TOLL_FREE, "", "2030-01-15T20:00:00Z"))
                .isEqualTo("2030-01-16T07:00:00Z/2030-01-16T15:00:00Z");
    }

    @Test
    void a_number_that_tells_nothing_has_the_default_zone() {
        assertThat(window(quiet("21:00-08:00"), "+80012345678", "", "2030-01-15T18:00:00Z"))
                .isEqualTo("2030-01-16T05:00:00Z/2030-01-16T18:00:00Z");
    }

    /** 2030-03-31: 2:00 becomes 3:00. 2030-10-27: 3:00 becomes 2:00. */
    @ParameterizedTest
    @CsvSource({
        "21:00-08:00, 2030-03-30T21:00:00Z, 2030-03-31T06:00:00Z/2030-03-31T19:00:00Z",
        "21:00-08:00, 2030-10-26T20:00:00Z, 2030-10-27T07:00:00Z/2030-10-27T20:00:00Z",
        // they would end at a time that there is not: at the change
        "21:00-02:30, 2030-03-30T21:00:00Z, 2030-03-31T01:00:00Z/2030-03-31T19:00:00Z",
        // or begin at one
        "02:30-06:00, 2030-03-31T00:00:00Z, 2030-03-31T00:00:00Z/2030-03-31T01:00:00Z",
        // a time that there is twice: quiet hours end at the second, and begin at the first
        "21:00-02:30, 2030-10-27T00:10:00Z, 2030-10-27T01:30:00Z/2030-10-27T20:00:00Z",
        "02:30-06:00, 2030-10-27T00:00:00Z, 2030-10-27T00:00:00Z/2030-10-27T00:30:00Z"
    })
    void on_the_days_on_which_the_clocks_change_the_clocks_decide(String hours, String from, String expected) {
        assertThat(window(quiet(hours), KENYAN, "Europe/Berlin", from)).isEqualTo(expected);
    }

    @Test
    void an_answer_is_right_again_for_later_and_for_earlier_instants() {
        OpenHours hours = quiet("21:00-08:00");
        assertThat(window(hours, KENYAN, "", "2030-01-15T18:00:00Z"))
                .isEqualTo("2030-01-16T05:00:00Z/2030-01-16T18:00:00Z");
        assertThat(window(hours, KENYAN, "", "2030-01-16T11:00:00Z"))
                .isEqualTo("2030-01-16T11:00:00Z/2030-01-16T18:00:00Z");
        assertThat(window(hours, KENYAN, "", "2030-01-15T12:00:00Z"))
                .isEqualTo("2030-01-15T12:00:00Z/2030-01-15T18:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"21-8", "21:00", "25:00-08:00", "21:00-21:00", "08:00-07:30", "21:00 - 08:00"})
    void hours_that_cannot_be_read_or_leave_less_than_an_hour_are_none(String text) {
        assertThat(QuietHours.of(text)).isEmpty();
    }
}
