package com.campaignmanager.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real thing: a JVM of its own on a data directory of its own. */
class LocalProcessTest {
    private static final String INSERT = "INSERT INTO customers (phone) VALUES ('+254712345001')";
    private static final String COUNT = "SELECT count(*) FROM customers";

    @TempDir
    private Path data;

    @AfterEach
    void leave_nothing_running() {
        LocalProcess.killAllOn(data);
    }

    @Test
    void what_was_stored_survives_a_kill_and_the_next_run_takes_over_what_it_left() throws Exception {
        LocalProcess first = start(Map.of());
        first.awaitUp();
        first.sql(INSERT);
        first.kill();
        assertThat(LocalProcess.serversOn(data)).hasSize(2);

        LocalProcess second = start(Map.of());
        second.awaitUp();
        assertThat(second.number(COUNT)).isEqualTo(1);
        assertThat(LocalProcess.serversOn(data)).hasSize(2);
        assertThat(second.get("/health/live")).isEqualTo(200);

        second.terminate();
        assertThat(LocalProcess.serversOn(data)).isEmpty();
    }

    @Test
    void a_second_run_on_the_same_directory_is_refused_by_name_and_reset_begins_afresh() throws Exception {
        LocalProcess first = servers(Map.of());
        first.awaitUp();
        first.sql(INSERT);

        LocalProcess second = servers(Map.of());
        assertThat(second.awaitEnd()).isEqualTo(1);
        assertThat(second.output())
                .contains("DATA_DIR " + data.toRealPath())
                .contains("process " + first.pid())
                .doesNotContain("\tat ");
        assertThat(first.number(COUNT)).isEqualTo(1);
        first.terminate();

        LocalProcess third = servers(Map.of("RESET", "true"));
        third.awaitUp();
        assertThat(third.number(COUNT)).isZero();
        third.terminate();
    }

    @Test
    void a_taken_port_is_named_and_nothing_is_left_behind() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LocalProcess run = start(Map.of("PORT", Integer.toString(taken.getLocalPort())));
            assertThat(run.awaitEnd()).isEqualTo(1);
            assertThat(run.output())
                    .contains("PORT " + taken.getLocalPort() + " is taken")
                    .doesNotContain("\tat ");
            assertThat(LocalProcess.serversOn(data)).isEmpty();
        }
    }

    @Test
    void a_bad_setting_is_named_before_anything_starts() throws IOException {
        LocalProcess run = start(Map.of("WORKER_CONCURRENCY", "6"));
        assertThat(run.awaitEnd()).isEqualTo(1);
        assertThat(run.output())
                .contains("WORKER_CONCURRENCY")
                .contains("1 to 5")
                .doesNotContain("\tat ");
        assertThat(data.resolve("owner")).doesNotExist();
    }

    @Test
    void servers_that_were_named_are_used_and_none_is_started() throws IOException, SQLException {
        TestServers servers = TestServers.get();
        String database = servers.newDatabase();
        LocalProcess run = start(Map.of("DATABASE_URL", database, "REDIS_URL", servers.redis()));
        run.awaitUp();
        assertThat(run.database()).isEqualTo(database);
        assertThat(LocalProcess.serversOn(data)).isEmpty();
        run.terminate();
    }

    @Test
    void the_two_servers_alone_stay_up_until_told_to_stop() throws Exception {
        LocalProcess run = servers(Map.of());
        run.awaitUp();
        assertThat(run.number(COUNT)).isZero();
        assertThat(run.output()).doesNotContain("http://");
        run.terminate();
        assertThat(LocalProcess.serversOn(data)).isEmpty();
    }

    /** PostgreSQL and Redis alone, which are up sooner. */
    private LocalProcess servers(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(Map.of("POSTGRES_PORT", "0", "REDIS_PORT", "0"));
        return LocalProcess.start(data, all, "-Dservices=true");
    }

    private LocalProcess start(Map<String, String> environment) throws IOException {
        return LocalProcess.start(data, environment);
    }
}
