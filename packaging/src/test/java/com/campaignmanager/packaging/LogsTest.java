package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.TestServers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Everything goes wrong that would like to quote a phone number or a text, and all of it is logged that can be. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is built for Lambda's own system")
class LogsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TICK = "{\"source\":\"aws.scheduler\"}";
    private static final List<String> PHONES =
            IntStream.rangeClosed(1, 5).mapToObj(i -> "+25471234567" + i).toList();
    private static final List<String> SECRETS =
            List.of("71234567", "Wanjiku", "your parcel waits", "Moonlight", "123 Riverside");

    @TempDir
    private Path directory;

    private final String database = TestServers.get().newDatabase();

    @Test
    void no_line_of_any_function_holds_a_whole_phone_number_or_a_text() throws Exception {
        try (EchoingGateway gateway = new EchoingGateway();
                PackagedFunction api = start("Api", gateway);
                PackagedFunction worker = start("SendWorker", gateway);
                PackagedFunction scheduler = start("Scheduler", gateway)) {
            createAll(api);
            refuseAll(api);

            sendTo(api, "{\"customer_ids\":[1,2,3,4,5]}");
            worker.invoke(TICK);
            assertThat(texts("SELECT last_error FROM outbound_messages WHERE status = 'failed'"))
                    .anyMatch(error -> error.contains(PHONES.getFirst()) && error.contains("your parcel waits"));

            sql("ALTER TABLE outbound_messages"
                    + " ADD CHECK (campaign_id = 1 OR failure_kind IS DISTINCT FROM 'permanent')");
            sendTo(api, "{\"audience\":{\"all\":true}}");
            scheduler.invoke(TICK);
            worker.invoke(TICK);
            assertThat(worker.log()).contains("can't record", "reclaimed run");

            sql("ALTER TABLE customers ADD CHECK (first_name <> 'Moonlight')");
            assertThat(status(
                            api,
                            HttpEvent.post("/customers", "{\"phone\":\"+254712345679\",\"first_name\":\"Moonlight\"}")))
                    .isEqualTo(500);
            assertThat(api.log()).contains("the request failed", "violates check constraint");

            sql("ALTER TABLE outbound_messages RENAME TO gone");
            assertThat(status(api, HttpEvent.get("/campaigns/1/messages"))).isEqualTo(500);
            for (PackagedFunction function : List.of(api, worker, scheduler)) {
                assertThat(function.log()).isNotEmpty().doesNotContain("NOPERM");
                assertThat(function.log().lines())
                        .noneMatch(line -> SECRETS.stream().anyMatch(line::contains));
            }
        }
    }

    @Test
    void lines_about_a_campaign_name_it_and_lines_of_a_request_name_that() throws Exception {
        try (EchoingGateway gateway = new EchoingGateway();
                PackagedFunction api = start("Api", gateway);
                PackagedFunction worker = start("SendWorker", gateway)) {
            createAll(api);
            sendTo(api, "{\"customer_ids\":[5]}");
            worker.invoke(TICK);

            JsonNode sent = line(api, "202 POST /campaigns/1/send");
            assertThat(sent.path("campaign_id").asText()).isEqualTo("1");
            assertThat(sent.path("request_id").asText()).isEqualTo("JKJaXmPLvHcESHA=");
            JsonNode closed = line(worker, "campaign 1 is sent");
            assertThat(closed.path("campaign_id").asText()).isEqualTo("1");
            JsonNode summary = line(worker, "claimed 1, sent 1, failed 0, retrying 0, released 0, drained in");
            assertThat(summary.has("campaign_id")).isFalse();
            assertThat(summary.path("request_id").asText())
                    .isNotEmpty()
                    .isEqualTo(closed.path("request_id").asText());
        }
    }

    private PackagedFunction start(String name, EchoingGateway gateway) throws IOException {
        TestServers.get().flushRedis();
        Map<String, String> settings = SamTemplate.read().environment();
        settings.put("DATABASE_URL", DatabaseUser.of(SamTemplate.read(), name, database));
        settings.put("DATABASE_CA", "");
        settings.put("REDIS_URL", CacheUser.create(name, TestServers.get().redis()));
        settings.put("LOG_LEVEL", "TRACE");
        settings.put("IDLE_LOOK", "0s");
        settings.put("IMPORT_BUCKET", "imports-test");
        settings.put("SENDER", "http");
        settings.put("SENDER_URL", gateway.url());
        settings.put("SENDER_TIMEOUT", "2s");
        settings.put("LEASE", "4s");
        settings.put("QUIET_HOURS", "");
        settings.put("MAX_RETRIES", "2");
        settings.put("RETRY_BACKOFF", "10ms");
        return PackagedFunction.start(SamTemplate.read().function(name), settings, directory);
    }

    private static void createAll(PackagedFunction api) throws Exception {
        for (String phone : PHONES) {
            String customer = "{\"phone\":\"" + phone + "\",\"first_name\":\"Wanjiku\",\"location\":\"123 Riverside\"}";
            assertThat(status(api, HttpEvent.post("/customers", customer))).isEqualTo(201);
        }
    }

    /** Creates a campaign and sends it. */
    private static void sendTo(PackagedFunction api, String audience) throws Exception {
        JsonNode created = api.invoke(HttpEvent.post(
                "/campaigns",
                "{\"name\":\"Parcels\",\"channel\":\"sms\",\"base_template\":\"Hi {first_name}, your parcel waits\"}"));
        long id = JSON.readTree(created.path("body").asText()).path("id").asLong();
        assertThat(status(api, HttpEvent.post("/campaigns/" + id + "/send", audience)))
                .isEqualTo(202);
    }

    /** Requests that are refused, each with something that the log should not have. */
    private static void refuseAll(PackagedFunction api) throws Exception {
        String phone = PHONES.getFirst();
        List<String> refused = List.of(
                HttpEvent.post("/customers", "{\"phone\":\"" + phone + "\",\"first_name\":\"Wanjiku\"}"),
                HttpEvent.post("/customers", "{\"phone\":\"" + phone + "\",\"first_name\":\"Wanjiku\""),
                HttpEvent.post("/customers", "{\"phone\":\"" + phone + "0000\"}"),
                HttpEvent.post("/customers", "{\"phone\":[\"" + phone + "\"],\"first_name\":{\"x\":\"Wanjiku\"}}"),
                HttpEvent.post("/customers", "{\"" + phone + "\":\"Wanjiku\"}"),
                HttpEvent.post("/campaigns", "{\"base_template\":\"Hi {wanjiku}, your parcel waits\"}"),
                HttpEvent.post("/campaigns", "\"your parcel waits\" Wanjiku " + phone),
                HttpEvent.post("/campaigns/1/send", "{\"customer_ids\":[\"" + phone + "\"]}"),
                HttpEvent.post("/customers/import", "phone,first_name\n" + phone + ",Wanjiku\n"),
                HttpEvent.get("/customers/" + phone),
                HttpEvent.get("/customers/" + phone.substring(1)),
                HttpEvent.get("/customers/%2B" + phone.substring(1) + "/Wanjiku"),
                HttpEvent.get("/Hi%20Wanjiku,%20your%20parcel%20waits"),
                HttpEvent.get("/customers/%" + phone));
        for (String request : refused) {
            assertThat(status(api, request)).as(request).isBetween(400, 499);
        }
    }

    private static int status(PackagedFunction api, String request) throws Exception {
        return api.invoke(request).path("statusCode").asInt();
    }

    private static JsonNode line(PackagedFunction function, String message) throws IOException {
        for (String line : function.log().lines().toList()) {
            JsonNode json = JSON.readTree(line);
            if (json.path("formattedMessage").asText().startsWith(message)) {
                return json;
            }
        }
        throw new AssertionError("no line says: " + message);
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = connect();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private List<String> texts(String query) throws SQLException {
        try (Connection connection = connect();
                Statement run = connection.createStatement();
                ResultSet rows = run.executeQuery("SELECT array_agg(q.*) FROM (" + query + ") AS q (t)")) {
            rows.next();
            return List.of(rows.getArray(1).toString());
        }
    }

    private Connection connect() throws SQLException {
        String[] user = database.replaceFirst("^[^/]*//([^@]*)@.*$", "$1").split(":");
        return DriverManager.getConnection("jdbc:" + database.replaceFirst("//[^@]*@", "//"), user[0], user[1]);
    }
}
