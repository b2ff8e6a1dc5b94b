package com.campaignmanager.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.campaignmanager.database.Database;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.event.Event;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.migrations.FunctionRole;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SchedulerHandlerTest {
    private final String tables = TestServers.get().newDatabase();
    private final Settings settings = Settings.from(Map.of(
            "DATABASE_URL", TestServers.get().as(FunctionRole.SCHEDULER, tables),
            "REDIS_URL", TestServers.get().redis()));
    private final AtomicInteger woken = new AtomicInteger();
    private final WakeSignal wake = new WakeSignal() {
        @Override
        public void workers() {
            woken.incrementAndGet();
        }

        @Override
        public void scheduler() {}
    };

    private final List<String> lines = new ArrayList<>();
    private final Metrics metrics = new Metrics("Scheduler", Clock.systemUTC(), lines::add);

    private static String invoke(SchedulerHandler handler) throws IOException {
        Context context = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> method.getName().equals("getRemainingTimeInMillis") ? 60_000 : null);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(new byte[0]), answer, context);
        return answer.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_tick_with_nothing_to_do_wakes_nobody() throws IOException {
        try (SchedulerHandler handler = new SchedulerHandler(settings, EventBus.NONE, wake, metrics)) {
            assertThat(invoke(handler))
                    .isEqualTo("{\"released\":0,\"expanded\":0,\"reclaimed\":0,\"requeued\":0,\"closed\":0}");
        }
        assertThat(woken).hasValue(0);
    }

    @Test
    void the_end_of_a_campaign_that_its_worker_did_not_tell_is_told() throws IOException {
        TestServers.get().flushRedis();
        try (Database database = Database.open(Settings.database(Map.of("DATABASE_URL", tables)))) {
            database.jdbi()
                    .useHandle(handle ->
                            handle.execute("INSERT INTO campaigns (name, channel, status, base_template, to_announce)"
                                    + " VALUES ('Test', 'sms', 'sent', 'Hi', now())"));
        }
        List<Event> told = new ArrayList<>();
        try (SchedulerHandler handler = new SchedulerHandler(settings, told::addAll, wake)) {
            invoke(handler);
            invoke(handler);
        }
        assertThat(told).hasSize(1).first().isInstanceOf(Event.CampaignEnded.class);
    }

    @Test
    void a_tick_that_looks_says_how_much_waits_and_an_idle_one_says_nothing() throws IOException {
        TestServers.get().flushRedis();
        try (SchedulerHandler handler = new SchedulerHandler(settings, EventBus.NONE, wake, metrics)) {
            invoke(handler);
            assertThat(lines)
                    .singleElement()
                    .asString()
                    .endsWith("\"QueueDepth\":0,\"OldestPendingAge\":0,\"StuckCampaigns\":0}");
            invoke(handler);
        }
        assertThat(lines).hasSize(1);
    }

    @Test
    void a_campaign_in_which_nothing_moves_is_reported_as_stuck() throws IOException {
        TestServers.get().flushRedis();
        try (Database database = Database.open(Settings.database(Map.of("DATABASE_URL", tables)))) {
            database.jdbi().useHandle(handle -> {
                handle.execute("INSERT INTO customers (phone) VALUES ('+254712345001')");
                handle.execute("INSERT INTO campaigns (name, channel, status, base_template, updated_at)"
                        + " VALUES ('Test', 'sms', 'sending', 'Hi', now() - interval '1 hour')");
                handle.execute("INSERT INTO outbound_messages (campaign_id, customer_id, rendered_content,"
                        + " next_attempt_at) VALUES (1, 1, 'Hi', now() - interval '1 hour')");
                handle.execute("UPDATE campaign_stats SET changed_at = now() - interval '1 hour'");
            });
        }
        try (SchedulerHandler handler = new SchedulerHandler(settings, EventBus.NONE, wake, metrics)) {
            invoke(handler);
        }
        assertThat(lines)
                .singleElement()
                .asString()
                .containsPattern("\"QueueDepth\":1,\"OldestPendingAge\":36\\d\\d,\"StuckCampaigns\":1}");
    }

    @Test
    void a_due_campaign_is_released_and_expanded_and_workers_are_woken() throws IOException {
        TestServers.get().flushRedis();
        try (Database database = Database.open(Settings.database(Map.of("DATABASE_URL", tables)))) {
            database.jdbi().useHandle(handle -> {
                handle.execute("INSERT INTO customers (phone) VALUES ('+254712345001'), ('+254712345002')");
                handle.execute("INSERT INTO campaigns (name, channel, status, base_template, scheduled_at, audience)"
                        + " VALUES ('Test', 'sms', 'scheduled', 'Hi', now(), '{\"all\":true}')");
            });
        }
        try (SchedulerHandler handler = new SchedulerHandler(settings, EventBus.NONE, wake, metrics)) {
            assertThat(invoke(handler))
                    .isEqualTo("{\"released\":1,\"expanded\":2,\"reclaimed\":0,\"requeued\":0,\"closed\":0}");
        }
        assertThat(woken.get()).isPositive();
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("\"MessagesQueued\":2,\"QueueDepth\":2,")
                .endsWith("\"StuckCampaigns\":0}");
    }

    @Test
    void an_opt_out_that_was_cut_short_is_finished_and_its_campaign_ended() throws IOException {
        TestServers.get().flushRedis();
        try (Database database = Database.open(Settings.database(Map.of("DATABASE_URL", tables)));
                SchedulerHandler handler = new SchedulerHandler(settings, EventBus.NONE, wake)) {
            database.jdbi().useHandle(handle -> {
                handle.execute("INSERT INTO customers (phone) VALUES ('+254712345001')");
                handle.execute("INSERT INTO campaigns (name, channel, status, base_template)"
                        + " VALUES ('Test', 'sms', 'sending', 'Hi')");
                handle.execute("INSERT INTO outbound_messages (campaign_id, customer_id, phone, rendered_content)"
                        + " VALUES (1, 1, '+254712345001', 'Hi')");
                handle.execute("INSERT INTO suppressions (phone, channel, source, unfinished)"
                        + " VALUES ('+254712345001', 'sms', 'api', now())");
            });
            invoke(handler);
            assertThat(database.jdbi()
                            .<String, RuntimeException>withHandle(handle ->
                                    handle.createQuery("""
                                    SELECT m.failure_kind || ', ' || c.status FROM outbound_messages AS m, campaigns AS c
                                    """).mapTo(String.class).one()))
                    .isEqualTo("suppressed, failed");
        }
    }
}
