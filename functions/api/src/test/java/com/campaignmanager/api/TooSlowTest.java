package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import com.campaignmanager.embedded.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that something else keeps waiting, in an API that lets them wait for a moment only. */
class TooSlowTest {
    private final TestApi working = TestApi.empty();
    private final TestApi api = new TestApi(
            Map.of(
                    "DATABASE_URL",
                    TestApi.database(),
                    "REDIS_URL",
                    TestServers.get().redis(),
                    "DATABASE_POOL",
                    "1"),
            Duration.ofMillis(300));

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                PATCH  | /campaigns/1       | {"name": "Other"}
                DELETE | /campaigns/1       |
                POST   | /campaigns/1/retry | {}
                POST   | /campaigns/1/send  | {"customer_ids": [1]}
                POST   | /campaigns         | {"name": "New", "channel": "sms", "base_template": "Hi"}
                GET    | /campaigns/1       |
                GET    | /campaigns         |
                GET    | /campaigns/1/messages |
                PATCH  | /customers/1       | {"first_name": "Other"}
                DELETE | /customers/1       |
                POST   | /customers         | {"phone": "+254712345678"}
                GET    | /customers/1       |
                GET    | /customers         |
                POST   | /campaigns/1/personalized-preview | {"customer_id": 1}
                """)
    void every_call_that_can_not_be_completed_in_time_is_503_and_has_changed_nothing(
            String method, String path, String body) {
        TestApi.tables().addCustomers(1);
        TestApi.tables().addCampaigns(1);
        Answer campaigns = working.get("/campaigns");
        Answer customers = working.get("/customers");
        Request call = Request.of(method, path);
        Request request = body == null ? call : call.json(body);

        TestApi.tables().whileLocked("campaigns, customers, campaign_stats, outbound_messages", () -> {
            Answer refused = api.call(request, 503);
            assertThat(refused.code()).isEqualTo("too_slow");
            assertThat(refused.header("Retry-After")).contains("5");
        });

        assertThat(working.get("/campaigns").json()).isEqualTo(campaigns.json());
        assertThat(working.get("/customers").json()).isEqualTo(customers.json());
        api.get("/campaigns/1");
    }

    @Test
    void a_file_that_can_not_be_imported_in_time_is_503() {
        byte[] file = "phone\n+254712345678\n".getBytes(StandardCharsets.UTF_8);
        TestApi.tables()
                .whileLocked("customers", () -> api.refused(Request.csv("/customers/import", file), 503, "too_slow"));
    }
}
