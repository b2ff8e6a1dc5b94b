package com.campaignmanager.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.settings.Settings.RedisSettings;
import com.campaignmanager.testing.Certificate;
import com.campaignmanager.testing.TlsFront;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As ElastiCache Serverless takes nothing but TLS. */
class RedisTlsTest {
    private static final String TRUSTED = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "javax.net.ssl.trustStorePassword";

    @TempDir
    private Path directory;

    private Certificate certificate;
    private TlsFront front;

    @BeforeEach
    void open() throws Exception {
        certificate = Certificate.create(directory, "cache");
        front = TlsFront.open(certificate, URI.create(TestServers.get().redis()).getPort());
    }

    @AfterEach
    void close() throws Exception {
        System.clearProperty(TRUSTED);
        System.clearProperty(PASSWORD);
        front.close();
    }

    private RedisConnections connections() {
        return new RedisConnections(new RedisSettings("rediss://127.0.0.1:" + front.port(), false, Optional.empty()));
    }

    @Test
    void a_server_whose_certificate_the_machine_trusts_is_talked_to_by_tls() throws Exception {
        System.setProperty(TRUSTED, certificate.store().toString());
        System.setProperty(PASSWORD, Certificate.PASSWORD);
        try (RedisConnections redis = connections()) {
            String value = "ж".repeat(100_000);
            redis.answer(commands -> commands.set("over-tls", value));
            assertThat(redis.<String>answer(commands -> commands.get("over-tls")))
                    .isEqualTo(value);
        }
    }

    @Test
    void a_server_with_any_other_certificate_is_not_talked_to() {
        try (RedisConnections redis = connections()) {
            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(() -> redis.answer(commands -> commands.ping()))
                    .havingRootCause()
                    .withMessageContaining("path");
        }
    }
}
