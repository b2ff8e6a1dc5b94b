package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.embedded.TestServers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The worker as it is deployed, its token in a Secrets Manager that answers as AWS's does. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is built for Lambda's own system")
class TokenInSecretsManagerTest {
    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:gateway-AbCdEf";
    private static final String FOUND =
            "{\"SecretValues\":[{\"ARN\":\"%s\",\"SecretString\":\"t0ken-of-the-gateway\"}],\"Errors\":[]}"
                    .formatted(ARN);
    private static final String DENIED =
            "{\"SecretValues\":[],\"Errors\":[{\"SecretId\":\"%s\",\"ErrorCode\":\"AccessDeniedException\"}]}"
                    .formatted(ARN);

    private final List<String> readings = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private HttpServer server;
    private volatile String answer = FOUND;
    private Map<String, String> settings;

    @BeforeEach
    void prepare() throws IOException {
        TestServers.get().flushRedis();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            readings.add(call.getRequestHeaders().getFirst("X-Amz-Target"));
            reply(call, answer);
        });
        server.createContext("/send", call -> {
            authorizations.add(call.getRequestHeaders().getFirst("Authorization"));
            reply(call, "{}");
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        settings = SamTemplate.read().environment(SamTemplate.read().function("SendWorker"));
        settings.put("QUIET_HOURS", "");
        settings.putAll(Map.of(
                "DATABASE_URL",
                TestServers.get().newDatabase(),
                "DATABASE_CA",
                "",
                "REDIS_URL",
                TestServers.get().redis(),
                "SENDER",
                "http",
                "SENDER_URL",
                address + "/send",
                "SENDER_TOKEN_SECRET",
                ARN,
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                address,
                "AWS_ACCESS_KEY_ID",
                "none",
                "AWS_SECRET_ACCESS_KEY",
                "none"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void reply(HttpExchange call, String text) throws IOException {
        try (call) {
            call.getRequestBody().readAllBytes();
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body);
        }
    }

    @Test
    void the_worker_reads_the_token_once_sends_it_and_shows_it_nowhere() throws Exception {
        try (PackagedFunction api = start("Api");
                PackagedFunction worker = start("SendWorker")) {
            OneCampaign.goesThrough(api, worker, "+254712345678");
            worker.invoke(OneCampaign.TICK);
            assertThat(authorizations).containsExactly("Bearer t0ken-of-the-gateway");
            assertThat(readings).containsExactly("secretsmanager.BatchGetSecretValue");
            assertThat(worker.log()).doesNotContain("t0ken-of-the-gateway");
        }
    }

    @Test
    void a_worker_that_may_not_read_its_token_claims_nothing_and_says_why() throws Exception {
        answer = DENIED;
        try (PackagedFunction api = start("Api");
                PackagedFunction worker = start("SendWorker")) {
            assertThatThrownBy(() -> OneCampaign.goesThrough(api, worker, "+254712345678"))
                    .hasMessageContaining("Secrets Manager does not give " + ARN + ": AccessDeniedException");
            assertThat(authorizations).isEmpty();

            answer = FOUND;
            assertThat(worker.invoke(OneCampaign.TICK).path("sent").asInt()).isEqualTo(1);
        }
    }

    private PackagedFunction start(String name) throws IOException {
        return PackagedFunction.start(SamTemplate.read().function(name), settings, directory);
    }
}
