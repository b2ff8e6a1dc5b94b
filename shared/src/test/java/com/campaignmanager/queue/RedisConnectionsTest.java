package com.campaignmanager.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.embedded.ManualClock;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.settings.Settings.RedisSettings;
import com.campaignmanager.testing.ForgetfulFront;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisConnectionsTest {
    private final ManualClock clock = new ManualClock();
    private ForgetfulFront network;
    private SendQueue queue;

    @BeforeEach
    void connect() throws IOException {
        network = new ForgetfulFront(TestServers.get().redis());
        queue = new SendQueue(new RedisConnections(new RedisSettings(network.url(), false, Optional.empty()), clock));
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
        assertThatExceptionOfType(QueueUnavailableException.class)
                .isThrownBy(queue::probe)
                .withMessageContaining("2000 ms");
        queue.probe();
        assertThat(network.callers()).isEqualTo(2);
    }

    @Test
    void a_connection_that_waits_for_a_job_is_replaced_as_well() {
        assertThat(queue.await(Duration.ofMillis(10))).isEmpty();
        network.forget();
        assertThatExceptionOfType(QueueUnavailableException.class).isThrownBy(() -> queue.await(Duration.ofMillis(10)));
        assertThat(queue.await(Duration.ofMillis(10))).isEmpty();
    }

    @Test
    void after_a_long_pause_a_connection_is_not_trusted() {
        network.forget();
        clock.advance(Duration.ofSeconds(46));
        queue.probe();
        assertThat(network.callers()).isEqualTo(2);
    }

    @Test
    void a_connection_in_use_stays() {
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(30));
            queue.probe();
        }
        assertThat(network.callers()).isEqualTo(1);
    }
}
