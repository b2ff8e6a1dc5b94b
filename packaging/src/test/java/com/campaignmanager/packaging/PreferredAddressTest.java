package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.campaignmanager.embedded.TestServers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** Under AWS's own runtime client, since a look-up of a host before the handler starts would settle the matter. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is built for Lambda's own system")
class PreferredAddressTest {
    private static final String HOST = "gateway.test";

    /** The kinds of address at which the gateway was called. */
    private final List<InetAddress> called = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private HttpServer atIpv4;
    private HttpServer atIpv6;

    @BeforeEach
    void prepare() throws IOException {
        TestServers.get().flushRedis();
        atIpv4 = gateway(new InetSocketAddress("127.0.0.1", 0));
        try {
            atIpv6 = gateway(new InetSocketAddress("::1", atIpv4.getAddress().getPort()));
        } catch (SocketException e) {
            assumeTrue(false, "no IPv6 on this machine: " + e.getMessage());
        }
    }

    private HttpServer gateway(InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", call -> {
            try (call) {
                call.getRequestBody().readAllBytes();
                called.add(call.getLocalAddress().getAddress());
                byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
                call.sendResponseHeaders(200, body.length);
                call.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    @AfterEach
    void stop() {
        atIpv4.stop(0);
        if (atIpv6 != null) {
            atIpv6.stop(0);
        }
    }

    @Test
    void a_gateway_with_both_addresses_is_called_at_the_one_that_the_network_has_a_way_to() throws Exception {
        sendWith("false");
        sendWith("true");
        assertThat(called).containsExactly(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
    }

    private void sendWith(String preferIpv6) throws Exception {
        Path own = Files.createTempDirectory(directory, "run-");
        Path hosts = Files.writeString(
                own.resolve("hosts"), "127.0.0.1 %1$s%n::1 %1$s%n127.0.0.1 localhost%n".formatted(HOST));
        SamTemplate.Function worker = SamTemplate.read().function("SendWorker");
        Map<String, String> settings = SamTemplate.read().environment(worker);
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
                "http://" + HOST + ":" + atIpv4.getAddress().getPort() + "/send",
                "PREFER_IPV6",
                preferIpv6));
        Launch launch = Launch.with(settings)
                .timeoutSeconds(worker.timeoutSeconds())
                .flags(List.of("-Djdk.net.hosts.file=" + hosts));
        try (PackagedFunction api = PackagedFunction.start(SamTemplate.read().function("Api"), settings, own);
                PackagedFunction sender = PackagedFunction.start(worker.unpack(own), launch)) {
            OneCampaign.goesThrough(api, sender, "+254712345678");
        }
    }
}
