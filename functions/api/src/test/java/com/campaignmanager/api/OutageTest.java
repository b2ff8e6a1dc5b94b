package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.Tables;
import com.campaignmanager.api.testing.TestApi;
import com.campaignmanager.embedded.Options;
import com.campaignmanager.embedded.RedisServer;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.queue.RedisConnections;
import com.campaignmanager.settings.Settings.RedisSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered while PostgreSQL or Redis is down or takes no writes; nothing listens on port 1. */
class OutageTest {
    private static final String NOBODY = "127.0.0.1:1";
    private static final String REDIS_DOWN = "{\"status\":\"down\",\"database\":\"up\",\"redis\":\"down\"}";
    private static final String DATABASE_DOWN = "{\"status\":\"down\",\"database\":\"down\",\"redis\":\"up\"}";
    private static final Request SEND = Request.post("/campaigns/1/send", "{\"customer_ids\": [1]}");

    @TempDir
    private Path directory;

    private final TestApi working = TestApi.empty();

    private static TestApi withRedis(String redis) {
        return new TestApi(Map.of("DATABASE_URL", TestApi.database(), "REDIS_URL", redis), Optional.empty());
    }

    private static TestApi withDatabase(String database) {
        return new TestApi(
                Map.of("DATABASE_URL", database, "REDIS_URL", TestServers.get().redis()), Duration.ofSeconds(1));
    }

    @Test
    void health_does_not_wake_a_database_that_sleeps_while_nothing_is_due() {
        RedisSettings settings = new RedisSettings(TestServers.get().redis(), false, Optional.empty());
        try (RedisConnections redis = new RedisConnections(settings)) {
            new IdleHint(redis, Duration.ofMinutes(60), Clock.systemUTC()).putOff(Duration.ofMinutes(60));
        }
        try (TestApi api = withDatabase("postgresql://nobody@" + NOBODY + "/asleep")) {
            assertThat(api.get("/health").body()).isEqualTo("{\"status\":\"up\",\"database\":\"up\",\"redis\":\"up\"}");
        }
    }

    @Test
    void with_redis_down_a_send_is_500_and_nothing_has_changed() {
        assertSendsNothing("redis://" + NOBODY);
    }

    @Test
    void with_a_redis_that_became_a_replica_a_send_is_500_and_nothing_has_changed() {
        try (RedisServer redis = RedisServer.start(directory.resolve("redis"), Options.fast())) {
            redis.becomeReplica();
            assertSendsNothing(redis.url());
        }
    }

    @Test
    void with_a_full_redis_a_send_is_500_and_nothing_has_changed() {
        try (RedisServer redis = RedisServer.start(directory.resolve("redis"), Options.fast())) {
            redis.fillUp();
            assertSendsNothing(redis.url());
        }
    }

    private void assertSendsNothing(String redis) {
        TestApi.tables().addCustomers(1);
        TestApi.tables().addCampaigns(1);
        Answer before = working.get("/campaigns/1");

        try (TestApi api = withRedis(redis)) {
            assertThat(api.call(Request.get("/health"), 503).body()).isEqualTo(REDIS_DOWN);
            Answer refused = api.refused(SEND, 500, "queue_unavailable");
            assertThat(refused.header("Retry-After")).contains("5");
            assertExposesNothing(refused);
        }

        assertThat(working.get("/campaigns/1").json()).isEqualTo(before.json());
        assertThat(TestApi.tables().number("SELECT count(*) FROM outbound_messages"))
                .isZero();
    }

    @Test
    void with_redis_down_everything_else_works_and_health_tells() {
        try (TestApi api = withRedis("redis://" + NOBODY)) {
            api.create("/customers", "{\"phone\": \"+254712345678\"}");
            api.get("/campaigns");
            api.get("/health/live");
            assertThat(api.call(Request.get("/health"), 503).body()).isEqualTo(REDIS_DOWN);
            api.refused(Request.of("POST", "/customers/imports"), 503, "uploads_unavailable");
        }
    }

    @Test
    void with_postgresql_down_calls_are_500_without_details_and_health_tells() {
        try (TestApi api = withDatabase("postgresql://someone:secret@" + NOBODY + "/campaigns?connectTimeout=1")) {
            assertExposesNothing(api.refused(SEND, 500, "database_unavailable"));
            assertThat(api.call(Request.get("/health"), 503).body()).isEqualTo(DATABASE_DOWN);
            api.get("/health/live");
            api.get("/docs");
        }
    }

    @Test
    void with_a_postgresql_that_takes_no_writes_calls_are_503_and_health_tells() {
        String database = TestServers.get().newDatabase();
        try (Tables tables = new Tables(database);
                TestApi api = withDatabase(database)) {
            tables.run(
                    "ALTER DATABASE " + database.replaceFirst("^.*/", "") + " SET default_transaction_read_only = on");
            assertThat(api.call(Request.get("/health"), 503).body()).isEqualTo(DATABASE_DOWN);
            Answer refused =
                    api.refused(Request.post("/customers", "{\"phone\": \"+254712345678\"}"), 503, "database_waking");
            assertThat(refused.header("Retry-After")).contains("5");
        }
    }

    private static void assertExposesNothing(Answer refused) {
        assertThat(refused.body().toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "redis", "postgres", "sql", "jdbc", "127.0.0.1", "exception", "secret", "com.campaignmanager");
    }
}
