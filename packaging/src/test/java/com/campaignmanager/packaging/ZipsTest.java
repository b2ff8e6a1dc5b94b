package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.TestServers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
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
    private static final String TICK = "{\"version\":\"0\",\"source\":\"aws.scheduler\",\"detail\":\"{}\"}";

    @TempDir
    private Path directory;

    private Map<String, String> settings;

    @BeforeEach
    void prepare() {
        TestServers.get().flushRedis();
        settings = SamTemplate.read().environment();
        settings.put("DATABASE_URL", TestServers.get().newDatabase());
        settings.put("REDIS_URL", TestServers.get().redis());
        settings.put("MOCK_LATENCY_MS", "0");
        settings.put("MOCK_SUCCESS_RATE", "1");
        settings.put("IMPORT_BUCKET", "imports-test");
    }

    @Test
    void the_api_answers_http_events() throws Exception {
        try (PackagedFunction api = start("Api")) {
            JsonNode health = api.invoke(HttpEvent.get("/health"));
            assertAnswer(health, 200, "application/json");
            assertThat(body(health).path("database").asText()).isEqualTo("up");

            JsonNode unknown = api.invoke(HttpEvent.get("/no/such/thing"));
            assertAnswer(unknown, 404, "application/problem+json");

            JsonNode refused = api.invoke(HttpEvent.post("/campaigns", "{\"name\":\"Zoë\",\"channel\":\"pigeon\"}"));
            assertAnswer(refused, 400, "application/problem+json");
            assertThat(body(refused).path("errors").findValuesAsText("field")).contains("channel");
        }
    }

    @Test
    void a_campaign_goes_through_api_and_worker() throws Exception {
        try (PackagedFunction api = start("Api");
                PackagedFunction worker = start("SendWorker")) {
            JsonNode customer = created(api, "/customers", "{\"phone\":\"+254712345678\",\"first_name\":\"Zoë\"}");
            JsonNode campaign = created(
                    api,
                    "/campaigns",
                    "{\"name\":\"Spring\",\"channel\":\"sms\",\"base_template\":\"Hi {first_name}\"}");
            String path = "/campaigns/" + campaign.path("id").asLong();
            JsonNode sent = api.invoke(HttpEvent.post(
                    path + "/send", "{\"customer_ids\":[" + customer.path("id").asLong() + "]}"));
            assertAnswer(sent, 202, "application/json");

            JsonNode run = worker.invoke(TICK);
            assertThat(run.path("claimed").asInt()).isEqualTo(1);
            assertThat(run.path("sent").asInt()).isEqualTo(1);
            assertJsonLines(worker);
            assertThat(metric(api, "MessagesQueued")).isEqualTo(1);
            assertThat(metric(worker, "MessagesSent")).isEqualTo(1);
            assertThat(worker.log()).contains("\"FunctionName\":\"SendWorker\"", "\"SendLatency\":{");

            JsonNode after = body(api.invoke(HttpEvent.get(path)));
            assertThat(after.path("status").asText()).isEqualTo("sent");
            assertThat(after.path("stats").path("sent").asInt()).isEqualTo(1);
            assertJsonLines(api);
        }
    }

    @Test
    void the_scheduler_answers_a_tick() throws Exception {
        try (PackagedFunction scheduler = start("Scheduler")) {
            assertThat(scheduler.invoke(TICK).isObject()).isTrue();
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

    private PackagedFunction start(String name) throws IOException {
        return PackagedFunction.start(SamTemplate.read().function(name), settings, directory);
    }

    private static JsonNode created(PackagedFunction api, String path, String body) throws Exception {
        JsonNode answer = api.invoke(HttpEvent.post(path, body));
        assertAnswer(answer, 201, "application/json");
        JsonNode created = body(answer);
        assertThat(header(answer, "location"))
                .isEqualTo(path + "/" + created.path("id").asLong());
        return created;
    }

    private static void assertAnswer(JsonNode answer, int status, String contentType) {
        assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(status);
        assertThat(header(answer, "content-type")).startsWith(contentType);
    }

    /** {@code sam local} and HTTP APIs of this format read {@code headers} alone. */
    private static String header(JsonNode answer, String name) {
        return answer.path("headers").properties().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> header.getValue().asText())
                .findFirst()
                .orElse("");
    }

    private static JsonNode body(JsonNode answer) throws IOException {
        return JSON.readTree(answer.path("body").asText());
    }

    private static void assertJsonLines(PackagedFunction function) throws IOException {
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
