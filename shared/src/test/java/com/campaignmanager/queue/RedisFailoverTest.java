package com.campaignmanager.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.embedded.Options;
import com.campaignmanager.embedded.RedisServer;
import com.campaignmanager.settings.Settings.RedisSettings;
import com.campaignmanager.testing.ForgetfulFront;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that loses its role, behind a name that leads to the other one then. */
class RedisFailoverTest {
    @TempDir
    private Path directory;

    private RedisServer before;
    private RedisServer after;
    private ForgetfulFront name;
    private RedisConnections redis;
    private SendQueue queue;

    @BeforeEach
    void connect() throws IOException {
        before = RedisServer.start(directory.resolve("before"), Options.fast());
        after = RedisServer.start(directory.resolve("after"), Options.fast());
        name = new ForgetfulFront(before.url());
        redis = new RedisConnections(new RedisSettings(name.url(), false, Optional.empty()));
        queue = new SendQueue(redis);
        queue.probe();
    }

    @AfterEach
    void close() throws IOException {
        queue.close();
        name.close();
        before.close();
        after.close();
    }

    private void failOver() {
        before.becomeReplica();
        name.leadTo(after.url());
    }

    @Test
    void a_push_to_a_node_that_became_a_replica_fails_once_and_the_next_one_goes_where_the_name_leads() {
        failOver();
        assertThatExceptionOfType(QueueUnavailableException.class)
                .isThrownBy(() -> queue.push(List.of(1L)))
                .withMessageContaining("READONLY");

        queue.push(List.of(2L));

        assertThat(queue.take(10)).containsExactly(2L);
    }

    @Test
    void what_a_script_is_refused_tells_it_as_well() {
        IdleHint hint = new IdleHint(redis, Duration.ofMinutes(1), Clock.systemUTC());
        failOver();
        assertThatExceptionOfType(QueueUnavailableException.class)
                .isThrownBy(hint::announceOrThrow)
                .withMessageContaining("READONLY");
        hint.announceOrThrow();
    }

    @Test
    void a_probe_fails_at_a_replica_and_works_once_the_name_leads_elsewhere() {
        failOver();
        assertThatExceptionOfType(QueueUnavailableException.class).isThrownBy(queue::probe);
        queue.probe();
    }

    @Test
    void whoever_waits_for_a_job_at_a_node_that_becomes_a_replica_waits_at_the_other_one_next() {
        assertThat(queue.await(Duration.ofMillis(10))).isEmpty();
        failOver();
        assertThatExceptionOfType(QueueUnavailableException.class).isThrownBy(() -> queue.await(Duration.ofMillis(10)));
        assertThat(queue.await(Duration.ofMillis(10))).isEmpty();
    }

    @Test
    void a_full_redis_fails_its_probe_over_the_connection_it_has() {
        before.fillUp();
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(queue::probe)
                    .withMessageContaining("OOM");
        }
        assertThat(name.callers()).isEqualTo(1);
    }
}
