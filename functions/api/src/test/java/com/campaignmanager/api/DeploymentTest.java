package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.wake.WakeSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The API under settings other than the usual ones. */
class DeploymentTest {

    @Test
    void words_for_missing_values_and_the_usual_country_can_be_set() {
        TestApi.empty();
        Map<String, String> settings = Map.of(
                "DATABASE_URL",
                TestApi.database(),
                "REDIS_URL",
                TestServers.get().redis(),
                "TEMPLATE_FALLBACKS",
                "first_name=Customer,location=your town",
                "DEFAULT_REGION",
                "KE");
        try (TestApi api = new TestApi(settings, Optional.empty())) {
            Answer customer = api.call(Request.post("/customers", "{\"phone\": \"0712 345678\"}"), 201);
            assertThat(customer.text("/phone")).isEqualTo("+254712345678");
            api.create(
                    "/campaigns",
                    "{\"name\": \"Sale\", \"channel\": \"sms\", \"base_template\": \"Hi {first_name} of {location|here}\"}");

            Answer preview = api.call(Request.post("/campaigns/1/personalized-preview", "{\"customer_id\": 1}"), 200);
            api.call(Request.post("/campaigns/1/send", "{\"customer_ids\": [1]}"), 202);

            assertThat(preview.text("/rendered_message")).isEqualTo("Hi Customer of here");
            assertThat(api.get("/campaigns/1/messages").text("/data/0/rendered_content"))
                    .isEqualTo("Hi Customer of here");
            assertThat(api.get("/customers?phone=0712345678").number("/data/0/id"))
                    .isEqualTo(1);
        }
    }

    @Test
    void what_is_due_now_wakes_those_who_do_it() {
        TestApi.empty();
        TestApi.tables().addCustomers(1);
        Woken woken = new Woken();
        Map<String, String> settings = Map.of(
                "DATABASE_URL", TestApi.database(),
                "REDIS_URL", TestServers.get().redis());
        try (TestApi api = new TestApi(settings, Optional.empty(), woken)) {
            api.create("/campaigns", campaign("\"2030-01-01T00:00:00Z\""));
            api.create("/campaigns", campaign("null"));
            assertThat(woken.calls).isEmpty();

            api.create("/campaigns", campaign("\"" + Instant.now() + "\""));
            api.call(Request.patch("/campaigns/2", "{\"scheduled_at\": \"" + Instant.now() + "\"}"), 200);
            api.call(Request.post("/campaigns/1/send", "{\"audience\": {\"all\": true}}"), 202);
            assertThat(woken.calls).containsExactly("scheduler", "scheduler", "scheduler");

            api.call(Request.post("/campaigns/2/send", "{\"customer_ids\": [1]}"), 202);
            assertThat(woken.calls).endsWith("scheduler", "workers");
        }
    }

    private static String campaign(String scheduledAt) {
        return "{\"name\": \"Sale\", \"channel\": \"sms\", \"base_template\": \"Hi\", \"scheduled_at\": " + scheduledAt
                + "}";
    }

    /** Remembers who was woken. */
    private static final class Woken implements WakeSignal {
        private final List<String> calls = new ArrayList<>();

        @Override
        public void workers() {
            calls.add("workers");
        }

        @Override
        public void scheduler() {
            calls.add("scheduler");
        }
    }
}
