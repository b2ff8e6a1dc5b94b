package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendWindowTest {
    private final SendWindow window = new SendWindow(5);

    private void sends(int count, long millis) {
        for (int i = 0; i < count; i++) {
            window.sent(millis);
        }
    }

    @Test
    void it_begins_with_twice_the_slots_and_stays_there_with_sends_of_50_ms_or_more() {
        assertThat(window.size()).isEqualTo(10);
        sends(1_000, 50);
        assertThat(window.size()).isEqualTo(10);
    }

    @Test
    void it_opens_with_faster_sends_but_never_beyond_200() {
        sends(64, 25);
        assertThat(window.size()).isEqualTo(20);
        sends(64, 0);
        assertThat(window.size()).isEqualTo(200);
    }

    @Test
    void one_slow_send_closes_it_again() {
        sends(64, 1);
        window.sent(80);
        assertThat(window.size()).isEqualTo(10);
    }
}
