package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.campaignmanager.database.Database;
import com.campaignmanager.embedded.TestServers;
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
import org.junit.jupiter.api.Test;

class SendWorkerHandlerTest {
    private final String tables = TestServers.get().newDatabase();
    private final Settings settings = Settings.from(Map.of(
            "DATABASE_URL",
            TestServers.get().as(FunctionRole.WORKER, tables),
            "REDIS_URL",
            TestServers.get().redis(),
            "MOCK_LATENCY_MS",
            "0",
            "MOCK_SUCCESS_RATE",
            "1"));

    private final List<String> lines = new ArrayList<>();
    private final Metrics metrics = new Metrics("SendWorker", Clock.systemUTC(), lines::add);

    private static String invoke(SendWorkerHandler handler) throws IOException {
        Context context = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> method.getName().equals("getRemainingTimeInMillis") ? 60_000 : null);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(new byte[0]), answer, context);
        return answer.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_tick_with_nothing_due_says_that_all_is_drained() throws IOException {
        try (SendWorkerHandler handler = new SendWorkerHandler(settings, EventBus.NONE, WakeSignal.NONE, metrics)) {
            assertThat(invoke(handler))
                    .isEqualTo(
                            "{\"claimed\":0,\"sent\":0,\"failed\":0,\"retrying\":0,\"released\":0,\"drained\":true}");
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void a_tick_sends_what_is_due_and_says_how_it_ended() throws IOException {
        try (Database database = Database.open(Settings.database(Map.of("DATABASE_URL", tables)))) {
            database.jdbi().useHandle(handle -> {
                handle.execute("INSERT INTO customers (phone) VALUES ('+254712345001'), ('+254712345002')");
                handle.execute("INSERT INTO campaigns (name, channel, status, base_template)"
                        + " VALUES ('Test', 'whatsapp', 'sending', 'Hi')");
                handle.execute("INSERT INTO outbound_messages (campaign_id, customer_id, rendered_content)"
                        + " SELECT 1, id, 'Hi' FROM customers");
            });
            try (SendWorkerHandler handler = new SendWorkerHandler(settings, EventBus.NONE, WakeSignal.NONE, metrics)) {
                assertThat(invoke(handler))
                        .isEqualTo(
                                "{\"claimed\":2,\"sent\":2,\"failed\":0,\"retrying\":0,\"released\":0,\"drained\":true}");
            }
            assertThat(lines).hasSize(2);
            assertThat(lines.getFirst())
                    .endsWith("\"FunctionName\":\"SendWorker\",\"MessagesSent\":2,\"CampaignsCompleted\":1}");
            assertThat(lines.getLast()).contains("\"SendLatency\":{").contains("\"Count\":2,");
        }
    }
}
