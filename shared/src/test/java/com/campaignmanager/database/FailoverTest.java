package com.campaignmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.embedded.Options;
import com.campaignmanager.embedded.PostgresServer;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.testing.ForgetfulFront;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions at a server that has lost its role, and servers that have. */
class FailoverTest {
    private static final int SESSIONS = 4;

    private static Database open(String url) {
        return Database.open(
                Settings.database(Map.of("DATABASE_URL", url, "DATABASE_POOL", Integer.toString(SESSIONS))));
    }

    private static void write(Database database) {
        database.jdbi().useHandle(handle -> handle.execute("INSERT INTO written DEFAULT VALUES"));
    }

    @Test
    void after_a_failover_one_write_at_most_fails_for_the_sessions_that_take_no_more() {
        try (Database database = open(TestServers.get().newDatabase())) {
            database.jdbi().useHandle(handle -> handle.execute("CREATE TABLE written ()"));
            List<Handle> sessions = openAll(database);
            sessions.forEach(session -> session.execute("SET default_transaction_read_only = on"));
            sessions.forEach(Handle::close);

            assertThat(failures(database)).isLessThanOrEqualTo(1);
        }
    }

    private static List<Handle> openAll(Database database) {
        return Stream.generate(() -> database.jdbi().open()).limit(SESSIONS).toList();
    }

    /** How many of some writes failed. */
    private static int failures(Database database) {
        int failed = 0;
        for (int i = 0; i < 2 * SESSIONS; i++) {
            try {
                write(database);
            } catch (JdbiException e) {
                failed++;
            }
        }
        return failed;
    }

    @Test
    void after_a_restart_one_write_at_most_fails_for_the_sessions_that_have_ended(@TempDir Path directory) {
        try (PostgresServer server = PostgresServer.start(directory.resolve("postgresql"), Options.fast());
                Database database = open(server.url("postgres"))) {
            database.jdbi().useHandle(handle -> handle.execute("CREATE TABLE written ()"));
            openAll(database).forEach(Handle::close);
            server.stop();
            server.restart();

            assertThat(failures(database)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void no_session_is_opened_at_a_standby_and_callers_wait_until_it_is_promoted(@TempDir Path directory) {
        try (PostgresServer server = PostgresServer.start(directory.resolve("postgresql"), Options.fast());
                Database before = open(server.url("postgres"));
                Database database = open(server.url("postgres"))) {
            before.jdbi().useHandle(handle -> handle.execute("CREATE TABLE written ()"));
            server.demote();

            assertThatExceptionOfType(JdbiException.class)
                    .isThrownBy(() -> RequestTime.within(Duration.ofSeconds(1), Clock.systemUTC(), () -> {
                        database.probe();
                        return null;
                    }))
                    .satisfies(e -> assertThat(SqlState.allOf(e)).contains(SqlState.STARTING));
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> write(database));
            server.promote();

            waiting.join();
        }
    }

    @Test
    void a_server_that_has_lost_its_role_is_asked_again_until_its_name_leads_to_the_one_that_took_over(
            @TempDir Path directory) throws Exception {
        try (PostgresServer before = PostgresServer.start(directory.resolve("before"), Options.fast());
                PostgresServer after = PostgresServer.start(directory.resolve("after"), Options.fast());
                Database successor = open(after.url("postgres"));
                ForgetfulFront name = new ForgetfulFront(before.url("postgres"));
                Database database = open(name.url())) {
            successor.jdbi().useHandle(handle -> handle.execute("CREATE TABLE written ()"));
            before.demote();
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(database));
            Waiting.until("it has been refused", () -> name.callers() > 1);
            name.leadTo(after.url("postgres"));

            written.join();

            int arrived = successor
                    .jdbi()
                    .withHandle(handle -> handle.createQuery("SELECT count(*) FROM written")
                            .mapTo(Integer.class)
                            .one());
            assertThat(arrived).isEqualTo(1);
        }
    }
}
