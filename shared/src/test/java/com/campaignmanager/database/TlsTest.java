package com.campaignmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.embedded.Options;
import com.campaignmanager.embedded.PostgresServer;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.testing.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a PostgreSQL that takes TLS, with a certificate that is its own authority. */
class TlsTest {
    @TempDir
    private static Path directory;

    private static PostgresServer server;
    private static Certificate certificate;

    @BeforeAll
    static void start() throws Exception {
        Path data = directory.resolve("data");
        certificate = Certificate.create(directory, "server");
        server = PostgresServer.start(data, Options.fast());
        String key = "server.key";
        Files.copy(certificate.key(), data.resolve(key));
        Files.copy(certificate.certificate(), data.resolve("server.crt"));
        Files.setPosixFilePermissions(data.resolve(key), PosixFilePermissions.fromString("rw-------"));
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + server.url("postgres").replaceFirst("//.*@", "//"), "campaign", "campaign");
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("ssl = on", "listen_addresses = '127.0.0.1'")) {
                statement.execute("ALTER SYSTEM SET " + setting);
            }
        }
        server.stop();
        server.restart();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Database trusting(Path authorities) {
        return Database.open(Settings.database(
                Map.of("DATABASE_URL", server.url("postgres"), "DATABASE_CA", authorities.toString())));
    }

    @Test
    void a_server_whose_certificate_an_authority_has_signed_is_talked_to_by_tls() {
        try (Database database = trusting(certificate.certificate())) {
            boolean encrypted = database.jdbi()
                    .withHandle(handle -> handle.createQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                            .mapTo(Boolean.class)
                            .one());
            assertThat(encrypted).isTrue();
        }
    }

    @Test
    void a_server_with_any_other_certificate_gets_no_login() throws Exception {
        Path others = Certificate.create(directory, "other").certificate();
        try (Database database = trusting(others)) {
            assertThatThrownBy(() -> database.jdbi().withHandle(handle -> handle.execute("SELECT 1")))
                    .rootCause()
                    .hasMessageContaining("path");
        }
    }
}
