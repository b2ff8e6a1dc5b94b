package com.campaignmanager.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.settings.Settings.RedisSettings;
import com.campaignmanager.testing.ForgetfulFront;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisConnectionsTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ForgetfulFront network;
    private SendQueue queue;

    @BeforeEach
    void connect() throws IOException {
        network = new ForgetfulFront(TestServers.get().redis());
        queue = new SendQueue(
                new RedisConnections(new RedisSettings(network.url(), false, Optional.empty()), new TestClock()));
        queue.probe();
    }

    @AfterEach
    void close() throws IOException {
        queue.close();
        network.close();
    }

    @Test
    void a_connection_that_the_network_has_forgotten_costs_one_command_and_is_replaced() {
        network.forget();
        assertThatExceptionOfType(QueueDown.class).isThrownBy(queue::probe).withMessageContaining("2000 ms");
        queue.probe();
        assertThat(network.callers()).isEqualTo(2);
    }

    @Test
    void a_connection_that_waits_for_a_job_is_replaced_as_well() {
        assertThat(queue.await(Duration.ofMillis(10))).isEmpty();
        network.forget();
        assertThatExceptionOfType(QueueDown.class).isThrownBy(() -> queue.await(Duration.ofMillis(10)));
        assertThat(queue.await(Duration.ofMillis(10))).isEmpty();
    }

    @Test
    void after_a_long_pause_a_connection_is_not_trusted() {
        network.forget();
        now = now.plusSeconds(46);
        queue.probe();
        assertThat(network.callers()).isEqualTo(2);
    }

    @Test
    void a_connection_in_use_stays() {
        for (int i = 0; i < 5; i++) {
            now = now.plusSeconds(30);
            queue.probe();
        }
        assertThat(network.callers()).isEqualTo(1);
    }

    private final class TestClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
