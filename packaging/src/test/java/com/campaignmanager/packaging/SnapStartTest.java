package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.TestServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The API's zip under SnapStart: hooks, snapshot, restore, requests, in one process that is never really snapshotted. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is built for Lambda's own system")
class SnapStartTest {
    static final Map<String, String> SNAP_START = Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

    private static final String JSON = "application/json";

    @TempDir
    private Path directory;

    private Map<String, String> settings;

    @BeforeEach
    void prepare() {
        settings = SamTemplate.read().environment(SamTemplate.read().function("Api"));
        settings.put("DATABASE_URL", TestServers.get().newDatabase());
        settings.put("REDIS_URL", TestServers.get().redis());
        settings.put("IMPORT_BUCKET", "imports-test");
        settings.put("DATABASE_CA", "");
        settings.putAll(SNAP_START);
    }

    @Test
    void nothing_is_connected_at_the_snapshot_and_requests_are_answered_after_it() throws Exception {
        try (PackagedFunction api = start()) {
            api.awaitSnapshot();
            assertThat(databaseSessions()).isZero();
            assertThat(redisClients()).isZero();

            api.restore();
            HttpAnswer health = HttpAnswer.to(HttpEvent.get("/health"), api).hasStatus(200, JSON);
            assertThat(health.body().path("database").asText()).isEqualTo("up");
            assertThat(health.body().path("redis").asText()).isEqualTo("up");
            HttpAnswer.to(HttpEvent.post("/customers", "{\"phone\":\"+254712345678\"}"), api)
                    .hasStatus(201, JSON);
            assertThat(databaseSessions()).isPositive();
            assertThat(redisClients()).isPositive();
        }
    }

    @Test
    void the_priming_answers_each_of_its_requests_as_a_client_would_have_it() throws Exception {
        try (PackagedFunction api = start()) {
            api.awaitSnapshot();
            assertThat(api.log())
                    .contains("200 GET \\/health\\/live", "404 GET \\/no\\/such\\/thing", "400 POST \\/campaigns")
                    .containsPattern("primed, with \\d{3,} classes")
                    .doesNotContain("\"level\":\"ERROR\"", "\"500 ", "\"503 ");
        }
    }

    @Test
    void the_certificates_are_read_before_the_snapshot_and_a_bad_file_publishes_no_version() throws Exception {
        settings.put("DATABASE_CA", "rds-ca.pem");
        try (PackagedFunction api = start()) {
            api.awaitSnapshot();
        }
        settings.put("DATABASE_CA", "no-such.pem");
        try (PackagedFunction api = start("broken")) {
            assertThat(api.failure()).contains("CheckpointException");
            assertThat(api.log()).contains("there can be no snapshot", "DATABASE_CA can't be used");
        }
    }

    @Test
    void no_secret_is_needed_for_the_api_to_start() throws Exception {
        settings.keySet().removeIf(name -> name.contains("TOKEN"));
        settings.putAll(Map.of("SENDER", "http", "SENDER_URL", "https://gateway.example.com/send"));
        settings.put("DATABASE_CA", "rds-ca.pem");
        settings.put("DATABASE_URL", "postgresql://app@db.abc.eu-west-1.rds.amazonaws.com/campaigns");
        settings.put("REDIS_URL", "redis://127.0.0.1:1");
        try (PackagedFunction api = start()) {
            api.awaitSnapshot();
            api.restore();
            HttpAnswer.to(HttpEvent.get("/health/live"), api).hasStatus(200, JSON);
        }
    }

    private PackagedFunction start() throws IOException {
        return start("api");
    }

    private PackagedFunction start(String name) throws IOException {
        return PackagedFunction.start(SamTemplate.read().function("Api"), settings, directory.resolve(name));
    }

    /** Those to this test's own database, and not this look itself. */
    private int databaseSessions() throws SQLException {
        URI url = URI.create(settings.get("DATABASE_URL"));
        String[] login = url.getUserInfo().split(":", 2);
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(),
                        login[0],
                        login[1]);
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND pid <> pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private int redisClients() {
        try (Jedis redis = new Jedis(settings.get("REDIS_URL"))) {
            return (int) redis.clientList().lines().count() - 1;
        }
    }
}
