package com.campaignmanager.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private final Estimate estimate = new Estimate();

    @Test
    void one_look_tells_nothing_yet() {
        look(0, 100);
        assertThat(estimate.rate()).isEmpty();
        assertThat(estimate.timeLeft(1_000)).isEmpty();
    }

    @Test
    void rate_and_time_left_come_from_the_last_looks() {
        look(0, 100);
        look(2, 300);
        assertThat(estimate.rate()).contains(100.0);
        assertThat(estimate.timeLeft(1_000)).contains(Duration.ofSeconds(7));
    }

    @Test
    void work_that_stands_still_has_no_end_in_sight() {
        look(0, 100);
        look(2, 100);
        assertThat(estimate.timeLeft(1_000)).isEmpty();
    }

    @Test
    void looks_of_long_ago_no_longer_count() {
        look(0, 0);
        for (int second = 100; second < 110; second++) {
            look(second, 5L * (second - 100));
        }
        assertThat(estimate.rate()).contains(5.0);
    }

    private void look(int second, long done) {
        estimate.look(Instant.ofEpochSecond(second), done);
    }
}
