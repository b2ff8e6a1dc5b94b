package com.campaignmanager.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestServersTest {
    @TempDir
    private Path directory;

    @Test
    void each_test_gets_a_migrated_database_of_its_own() throws SQLException {
        TestServers servers = TestServers.get();
        String one = servers.newDatabase();
        String other = servers.newDatabase();
        assertThat(one).startsWith("postgresql://").isNotEqualTo(other);
        execute(one, "INSERT INTO customers (phone) VALUES ('+254712345001')");
        assertThat(count(one)).isEqualTo(1);
        assertThat(count(other)).isZero();
    }

    @Test
    void redis_takes_commands() {
        TestServers.get().flushRedis();
        assertThat(TestServers.get().redis()).startsWith("redis://127.0.0.1:");
    }

    @Test
    void what_a_lasting_postgresql_has_committed_survives_its_kill() throws SQLException {
        try (PostgresServer server = PostgresServer.start(directory.resolve("postgresql"), Options.lasting())) {
            server.ensureDatabase("kept");
            server.migrate("kept");
            execute(server.url("kept"), "INSERT INTO customers (phone) VALUES ('+254712345001')");
            server.kill();
            assertThatThrownBy(() -> count(server.url("kept"))).isInstanceOf(SQLException.class);
            server.restart();
            assertThat(count(server.url("kept"))).isEqualTo(1);
        }
    }

    @Test
    void a_start_on_a_directory_whose_server_still_runs_takes_its_place() throws SQLException {
        Path data = directory.resolve("postgresql");
        PostgresServer orphan = PostgresServer.start(data, Options.lasting());
        orphan.ensureDatabase("kept");
        try (PostgresServer next = PostgresServer.start(data, Options.lasting())) {
            assertThatThrownBy(() -> connect(orphan.url("kept"))).isInstanceOf(SQLException.class);
            connect(next.url("kept")).close();
        }
    }

    @Test
    void nothing_listens_after_a_stop() {
        PostgresServer postgres = PostgresServer.start(directory.resolve("postgresql"), Options.fast());
        RedisServer redis = RedisServer.start(directory.resolve("redis"), Options.fast());
        postgres.stop();
        redis.stop();
        assertThatThrownBy(() -> open(postgres.port())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open(redis.port())).isInstanceOf(IOException.class);
    }

    @Test
    void a_server_ends_even_when_its_files_were_deleted_under_it() throws IOException {
        RedisServer redis = RedisServer.start(directory.resolve("redis"), Options.lasting());
        Files.delete(directory.resolve("redis").resolve("redis.pid"));
        redis.stop();
        assertThatThrownBy(() -> open(redis.port())).isInstanceOf(IOException.class);
    }

    @Test
    void a_port_that_is_taken_is_named() {
        try (RedisServer first = RedisServer.start(directory.resolve("first"), Options.fast())) {
            Options same = Options.fast().onPort(first.port());
            assertThatThrownBy(() -> RedisServer.start(directory.resolve("second"), same))
                    .isInstanceOf(ServerFailedException.class)
                    .hasMessageContaining(Integer.toString(first.port()));
            assertThatThrownBy(() -> PostgresServer.start(directory.resolve("third"), same))
                    .isInstanceOf(ServerFailedException.class)
                    .hasMessageContaining(Integer.toString(first.port()));
        }
    }

    @Test
    void redis_keeps_its_port_over_a_restart() {
        try (RedisServer server = RedisServer.start(directory.resolve("redis"), Options.lasting())) {
            String url = server.url();
            server.kill();
            assertThatThrownBy(server::flush).isInstanceOf(ServerFailedException.class);
            server.restart();
            server.flush();
            assertThat(server.url()).isEqualTo(url);
        }
    }

    private static void open(int port) throws IOException {
        new Socket("127.0.0.1", port).close();
    }

    private static Connection connect(String url) throws SQLException {
        String[] parts = url.substring("postgresql://".length()).split("@", 2);
        String[] login = parts[0].split(":", 2);
        Properties properties = new Properties();
        properties.setProperty("user", login[0]);
        properties.setProperty("password", login[1]);
        return DriverManager.getConnection("jdbc:postgresql://" + parts[1], properties);
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(String url) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM customers")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
