package com.campaignmanager.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.campaignmanager.database.Database;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.local.lambda.Function;
import com.campaignmanager.local.lambda.LastCall;
import com.campaignmanager.local.lambda.Runs;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import com.campaignmanager.worker.SendWorkerHandler;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerAnswerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Settings settings = Settings.from(Map.of(
            "DATABASE_URL",
            TestServers.get().newDatabase(),
            "REDIS_URL",
            TestServers.get().redis(),
            "MAX_WORKERS",
            "1",
            "MOCK_LATENCY_MS",
            "0",
            "MOCK_SUCCESS_RATE",
            "1"));

    private final Database database = Database.open(settings.database());
    private final SendWorkerHandler worker = new SendWorkerHandler(settings, EventBus.NONE, WakeSignal.NONE);
    private final AtomicInteger begun = new AtomicInteger();
    private final Runs runs = new Runs(this::instance, 1, new WorkerAnswer());

    @BeforeEach
    void a_message_is_due() {
        run("INSERT INTO customers (phone) VALUES ('+254712345001')");
        run("INSERT INTO campaigns (name, channel, status, base_template) VALUES ('Test', 'sms', 'sending', 'Hi')");
        run("INSERT INTO outbound_messages (campaign_id, customer_id, rendered_content) VALUES (1, 1, 'Hi')");
    }

    @AfterEach
    void close() {
        runs.stop();
        worker.close();
        database.close();
    }

    @Test
    void a_run_that_finds_all_slots_taken_is_followed_by_none_before_the_next_wake_up() {
        run("INSERT INTO worker_runs (slot, lease_until) VALUES (1, now() + interval '1 hour')");

        wake();
        assertThat(begun).hasValue(1);

        run("DELETE FROM worker_runs");
        wake();
        assertThat(begun).hasValue(2);
        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void a_run_that_did_a_part_has_left_more_to_do() {
        assertThat(moreToDo("{\"claimed\":7,\"sent\":7,\"drained\":false}")).isTrue();
        assertThat(moreToDo("{\"claimed\":7,\"sent\":7,\"drained\":true}")).isFalse();
    }

    private static boolean moreToDo(String answer) {
        return new WorkerAnswer().moreToDo(answer.getBytes(StandardCharsets.UTF_8));
    }

    private void wake() {
        runs.wake(() -> new byte[0]);
        runs.awaitIdle(LONG);
    }

    private Function instance() {
        RequestStreamHandler counted = (event, answer, context) -> {
            begun.incrementAndGet();
            worker.handleRequest(event, answer, context);
        };
        return new Function("send-worker", counted, Duration.ofMinutes(5), new LastCall(Clock.systemUTC()));
    }

    private long sent() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT sum(sent) FROM campaign_stats")
                        .mapTo(Long.class)
                        .one());
    }

    private void run(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }
}
