package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final TestApi api = new TestApi(
            Map.of(
                    "DATABASE_URL", TestServers.get().newDatabase(),
                    "REDIS_URL", TestServers.get().redis()),
            Optional.empty(),
            WakeSignal.NONE,
            new Metrics("Api", Clock.systemUTC(), lines::add));

    @AfterEach
    void close() {
        api.close();
    }

    private void addCustomers(int count) {
        for (int i = 1; i <= count; i++) {
            api.create("/customers", "{\"phone\": \"+25471234567" + i + "\"}");
        }
    }

    private long campaign() {
        return api.create("/campaigns", "{\"name\": \"Sale\", \"channel\": \"sms\", \"base_template\": \"Hi\"}");
    }

    @Test
    void a_send_says_how_many_messages_it_queued_and_other_requests_say_nothing() {
        addCustomers(3);
        long campaign = campaign();
        api.get("/campaigns/" + campaign);
        api.refused(Request.post("/campaigns/" + campaign + "/send", "{}"), 400, "no_audience");
        assertThat(lines).isEmpty();

        api.call(Request.post("/campaigns/" + campaign + "/send", "{\"customer_ids\": [1, 2, 3]}"), 202);
        assertThat(lines).singleElement().asString().endsWith("\"FunctionName\":\"Api\",\"MessagesQueued\":3}");
    }

    @Test
    void an_audience_that_is_expanded_later_is_counted_by_whoever_expands_it() {
        addCustomers(3);
        api.call(Request.post("/campaigns/" + campaign() + "/send", "{\"audience\": {\"all\": true}}"), 202);
        assertThat(lines).isEmpty();
    }

    @Test
    void a_campaign_whose_last_customer_is_deleted_ends_here() {
        addCustomers(1);
        api.call(Request.post("/campaigns/" + campaign() + "/send", "{\"customer_ids\": [1]}"), 202);
        api.call(Request.delete("/customers/1"), 204);
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).endsWith("\"CampaignsCompleted\":1}");
    }
}
