package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import com.campaignmanager.embedded.TestServers;
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
}
