package com.campaignmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.settings.Settings.DatabaseSettings;
import com.campaignmanager.testing.ForgetfulFront;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.CloseException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class SessionLimitsTest {
    private final DatabaseSettings settings = settings(TestServers.get().newDatabase());

    private static DatabaseSettings settings(String url) {
        return Settings.database(Map.of("DATABASE_URL", url));
    }

    @Test
    void a_session_of_the_api_bounds_its_statements_and_notices_a_client_that_has_vanished() {
        try (Database database = Database.open(settings)) {
            assertThat(limits(database)).containsExactly("24s", "0", "15s", "20", "10", "2", "40000", "10s");
        }
    }

    @Test
    void a_session_of_a_worker_stops_waiting_long_before_its_lease_runs_out() {
        try (Database database = Database.openForQueue(settings, Duration.ofSeconds(60))) {
            assertThat(limits(database)).containsExactly("30s", "5s", "15s", "20", "10", "2", "40000", "10s");
        }
    }

    @Test
    void with_a_short_lease_a_worker_is_given_up_sooner() {
        try (Database database = Database.openForQueue(settings, Duration.ofSeconds(12))) {
            assertThat(limits(database)).containsExactly("6s", "1s", "3s", "4", "2", "2", "8000", "2s");
        }
    }

    @Test
    void a_session_of_an_import_has_time_for_a_large_chunk() {
        try (Database database = Database.openForImports(settings)) {
            assertThat(limits(database)).startsWith("1min", "0", "15s");
        }
    }

    @Test
    void a_session_of_a_migration_may_take_any_time() {
        try (Database database = Database.openForMigrations(settings)) {
            assertThat(limits(database)).startsWith("0", "0", "0");
        }
    }

    @Test
    void what_a_worker_has_locked_that_vanished_without_a_word_is_free_before_its_lease_has_run_out() throws Exception {
        String url = TestServers.get().newDatabase();
        Duration lease = Duration.ofSeconds(8);
        try (ForgetfulFront network = new ForgetfulFront(url);
                Database vanishing = Database.openForQueue(settings(network.url()), lease);
                Database waiting = Database.open(settings(url))) {
            Handle lost = vanishing.jdbi().open();
            lost.begin();
            lost.execute("LOCK TABLE campaigns IN ACCESS EXCLUSIVE MODE");
            network.fallSilent();

            waiting.jdbi().useHandle(handle -> {
                handle.execute("SET lock_timeout = " + lease.toMillis());
                handle.execute("UPDATE campaigns SET name = name");
            });

            assertThatExceptionOfType(CloseException.class).isThrownBy(lost::close);
        }
    }

    private static List<String> limits(Database database) {
        return database.jdbi()
                .withHandle(handle -> Stream.of(
                                "statement_timeout",
                                "lock_timeout",
                                "idle_in_transaction_session_timeout",
                                "tcp_keepalives_idle",
                                "tcp_keepalives_interval",
                                "tcp_keepalives_count",
                                "tcp_user_timeout",
                                "client_connection_check_interval")
                        .map(setting -> handle.createQuery("SHOW " + setting)
                                .mapTo(String.class)
                                .one())
                        .toList());
    }
}
