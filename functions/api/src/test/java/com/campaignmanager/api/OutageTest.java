package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import com.campaignmanager.embedded.TestServers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is answered while PostgreSQL or Redis is down; nothing listens on port 1. */
class OutageTest {
    private static final String NOBODY = "127.0.0.1:1";

    private final TestApi working = TestApi.empty();

    private static TestApi withoutRedis() {
        return new TestApi(
                Map.of("DATABASE_URL", TestApi.database(), "REDIS_URL", "redis://" + NOBODY), Optional.empty());
    }

    private static TestApi withoutDatabase() {
        return new TestApi(
                Map.of(
                        "DATABASE_URL",
                        "postgresql://someone:secret@" + NOBODY + "/campaigns?connectTimeout=1",
                        "REDIS_URL",
                        TestServers.get().redis()),
                Optional.empty());
    }

    @Test
    void with_redis_down_a_send_is_500_and_nothing_has_changed() {
        TestApi.tables().addCustomers(3);
        TestApi.tables().addCampaigns(1);
        Answer before = working.get("/campaigns/1");

        try (TestApi api = withoutRedis()) {
            Answer refused = api.refused(
                    Request.post("/campaigns/1/send", "{\"customer_ids\": [1, 2, 3]}"), 500, "internal_error");
            assertExposesNothing(refused);
        }

        assertThat(working.get("/campaigns/1").json()).isEqualTo(before.json());
        assertThat(TestApi.tables().number("SELECT count(*) FROM outbound_messages"))
                .isZero();
    }

    @Test
    void with_redis_down_everything_else_works_and_health_tells() {
        try (TestApi api = withoutRedis()) {
            api.create("/customers", "{\"phone\": \"+254712345678\"}");
            api.get("/campaigns");
            api.get("/health/live");
            assertThat(api.call(Request.get("/health"), 503).body())
                    .isEqualTo("{\"status\":\"down\",\"database\":\"up\",\"redis\":\"down\"}");
            api.refused(Request.of("POST", "/customers/imports"), 503, "uploads_unavailable");
        }
    }

    @Test
    void with_postgresql_down_calls_are_500_without_details_and_health_tells() {
        try (TestApi api = withoutDatabase()) {
            assertExposesNothing(
                    api.refused(Request.post("/campaigns/1/send", "{\"customer_ids\": [1]}"), 500, "internal_error"));
            assertThat(api.call(Request.get("/health"), 503).body())
                    .isEqualTo("{\"status\":\"down\",\"database\":\"down\",\"redis\":\"up\"}");
            api.get("/health/live");
            api.get("/docs");
        }
    }

    private static void assertExposesNothing(Answer refused) {
        assertThat(refused.body().toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "redis", "postgres", "sql", "jdbc", "127.0.0.1", "exception", "secret", "com.campaignmanager");
    }
}
