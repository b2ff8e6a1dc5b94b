package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.TestServers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The zips that are deployed, each under AWS's own runtime client, with the environment that the template gives it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is built for Lambda's own system")
class ZipsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Map<String, String> settings;

    @BeforeEach
    void prepare() throws IOException {
        TestServers.get().flushRedis();
        settings = SamTemplate.read().environment(SamTemplate.read().function("SendWorker"));
        settings.put("DATABASE_URL", TestServers.get().newDatabase());
        settings.put("DATABASE_CA", "");
        settings.put("MOCK_LATENCY_MS", "0");
        settings.put("MOCK_SUCCESS_RATE", "1");
        settings.put("QUIET_HOURS", "");
        settings.put("IMPORT_BUCKET", "imports-test");
    }

    @Test
    void the_api_answers_http_events() throws Exception {
        try (PackagedFunction api = start("Api")) {
            HttpAnswer health = HttpAnswer.to(HttpEvent.get("/health"), api).hasStatus(200, "application/json");
            assertThat(health.body().path("database").asText()).isEqualTo("up");

            HttpAnswer.to(HttpEvent.get("/no/such/thing"), api).hasStatus(404, "application/problem+json");

            HttpAnswer refused = HttpAnswer.to(
                            HttpEvent.post("/campaigns", "{\"name\":\"Zoë\",\"channel\":\"pigeon\"}"), api)
                    .hasStatus(400, "application/problem+json");
            assertThat(refused.body().path("errors").findValuesAsText("field")).contains("channel");
        }
    }

    @Test
    void a_campaign_goes_through_api_and_worker() throws Exception {
        try (PackagedFunction api = start("Api");
                PackagedFunction worker = start("SendWorker")) {
            OneCampaign.goesThrough(api, worker, "+254712345678");
            assertJsonLines(worker);
            assertThat(metric(api, "MessagesQueued")).isEqualTo(1);
            assertThat(metric(worker, "MessagesSent")).isEqualTo(1);
            assertThat(worker.log()).contains("\"FunctionName\":\"SendWorker\"", "\"SendLatency\":{");

            assertJsonLines(api);
        }
    }

    @Test
    void a_send_is_told_to_the_bus_at_once_and_so_is_the_campaigns_end() throws Exception {
        try (EventBridgeServer bridge = new EventBridgeServer()) {
            settings.putAll(bridge.environment());
            try (PackagedFunction api = start("Api");
                    PackagedFunction worker = start("SendWorker")) {
                OneCampaign.goesThrough(api, worker, "+254712345678");
            }
            assertThat(bridge.entries())
                    .extracting(entry -> entry.path("DetailType").asText())
                    .containsExactly("Work Queued", "Campaign Completed");
            assertThat(bridge.entries())
                    .allSatisfy(entry ->
                            assertThat(entry.path("EventBusName").asText()).isEqualTo("campaigns"));
        }
    }

    @Test
    void the_scheduler_answers_a_tick() throws Exception {
        try (PackagedFunction scheduler = start("Scheduler")) {
            assertThat(scheduler.invoke(OneCampaign.TICK).isObject()).isTrue();
            assertJsonLines(scheduler);
            assertThat(scheduler.log()).contains("\"QueueDepth\":0").contains("\"StuckCampaigns\":0");
        }
    }

    @Test
    void the_importer_answers_an_import_that_is_not_there() throws Exception {
        try (PackagedFunction importer = start("Importer")) {
            JsonNode answer = importer.invoke("{\"import_id\":\"" + UUID.randomUUID() + "\"}");
            assertThat(answer.path("finished").asBoolean()).isTrue();
            assertJsonLines(importer);
        }
    }

    @Test
    void the_migrator_brings_an_empty_database_to_the_schema_and_tells_cloudformation() throws Exception {
        settings.put("DATABASE_URL", TestServers.get().newEmptyDatabase());
        try (StackAnswers stack = new StackAnswers();
                PackagedFunction migrator = startMigrator("MigratorHandler");
                PackagedFunction api = start("Api")) {
            migrator.invoke(stack.creation(Map.of(
                    "ApiUser", "campaign_api",
                    "WorkerUser", "campaign_worker",
                    "SchedulerUser", "campaign_scheduler",
                    "ImporterUser", "campaign_importer")));
            JsonNode answer = stack.next();
            assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("SUCCESS");
            HttpAnswer.to(HttpEvent.get("/customers"), api).hasStatus(200, "application/json");
            assertJsonLines(migrator);
        }
    }

    @Test
    void the_databases_roles_are_made_over_the_data_api() throws Exception {
        try (StackAnswers stack = new StackAnswers()) {
            settings.putAll(Map.of(
                    "AWS_ENDPOINT_URL", stack.address(), "AWS_ACCESS_KEY_ID", "a", "AWS_SECRET_ACCESS_KEY", "b"));
            try (PackagedFunction access = startMigrator("DatabaseAccessHandler")) {
                access.invoke(stack.creation(Map.of(
                        "ClusterArn", "arn:aws:rds:eu-west-1:123456789012:cluster:campaigns",
                        "SecretArn", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds",
                        "Database", "campaigns",
                        "MigratorUser", "migrator",
                        "ApiUser", "api",
                        "WorkerUser", "worker",
                        "SchedulerUser", "scheduler",
                        "ImporterUser", "importer")));
                JsonNode answer = stack.next();
                assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("SUCCESS");
                assertJsonLines(access);
            }
        }
    }

    private PackagedFunction start(String name) throws IOException {
        Map<String, String> own = new HashMap<>(settings);
        own.put("DATABASE_URL", DatabaseUser.of(SamTemplate.read(), name, settings.get("DATABASE_URL")));
        own.put("REDIS_URL", CacheUser.create(name, TestServers.get().redis()));
        return PackagedFunction.start(SamTemplate.read().function(name), own, directory);
    }

    private PackagedFunction startMigrator(String handler) throws IOException {
        return PackagedFunction.start(
                new SamTemplate.Function(
                        handler,
                        "com.campaignmanager.migrator." + handler,
                        SamTemplate.ROOT.resolve("functions/migrator/target/migrator.zip"),
                        Map.of("Timeout", 900)),
                settings,
                directory);
    }

    private static void assertJsonLines(PackagedFunction function) throws IOException {
        // What Redis answers to a command that the access string of the function's user does not name.
        assertThat(function.log()).doesNotContain("NOPERM");
        assertThat(function.log().lines()).as(function.log()).allMatch(line -> line.startsWith("{"));
        for (String line : function.log().lines().toList()) {
            JsonNode json = JSON.readTree(line);
            assertThat(json.has("level") ^ json.has("_aws")).as(line).isTrue();
        }
    }

    /** What CloudWatch makes of the function's log. */
    private static long metric(PackagedFunction function, String name) throws IOException {
        long sum = 0;
        for (String line : function.log().lines().toList()) {
            JsonNode json = JSON.readTree(line);
            if (json.has("_aws")) {
                assertThat(json.at("/_aws/CloudWatchMetrics/0/Namespace").asText())
                        .isEqualTo("CampaignManager");
                sum += json.path(name).asLong();
            }
        }
        return sum;
    }
}
