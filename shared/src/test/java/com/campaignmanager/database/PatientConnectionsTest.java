package com.campaignmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.embedded.Doorman;
import com.campaignmanager.embedded.ManualClock;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.settings.Settings;
import com.zaxxer.hikari.HikariDataSource;
import java.net.ConnectException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatientConnectionsTest {
    private static final Duration IDLE = Duration.ofSeconds(20);

    /** Longer than the half second after its use in which the pool takes a connection to be alive without asking. */
    private static final Duration POOL_TRUSTS = Duration.ofMillis(700);

    private final String database = TestServers.get().newDatabase();
    private final HikariDataSource pool = new HikariDataSource();
    private final ManualClock clock = new ManualClock();
    private final PatientConnections connections =
            new PatientConnections(pool, clock, IDLE, new StatementTime(Duration.ZERO));

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void a_database_that_keeps_callers_waiting_while_it_wakes_is_waited_for() throws Exception {
        try (Doorman doorman = new Doorman(database, false)) {
            CompletableFuture<Integer> pid = askedBehind(doorman);
            Waiting.until("it waits at the door", () -> doorman.callers() > 0 || pid.isDone());
            assertThat(pid).isNotDone();
            doorman.wake();
            assertThat(pid.join()).isPositive();
        }
    }

    @Test
    void a_database_that_says_it_is_starting_is_asked_again() throws Exception {
        try (Doorman doorman = new Doorman(database, true)) {
            CompletableFuture<Integer> pid = askedBehind(doorman);
            Waiting.until("it has asked again and again", () -> doorman.callers() > 2 || pid.isDone());
            assertThat(pid).isNotDone();
            doorman.wake();
            assertThat(pid.join()).isPositive();
        }
    }

    @Test
    void a_database_that_has_paused_since_the_last_use_is_waited_for() throws Exception {
        try (Doorman doorman = new Doorman(database, false)) {
            doorman.wake();
            int before = askedBehind(doorman).join();
            long used = System.nanoTime();
            Waiting.until("the pool asks again", () -> System.nanoTime() - used > POOL_TRUSTS.toNanos());
            doorman.pause();
            CompletableFuture<Integer> pid = asked();
            Waiting.until("it has come back", () -> doorman.callers() > 1 || pid.isDone());
            assertThat(pid).isNotDone();
            doorman.wake();
            assertThat(pid.join()).isPositive().isNotEqualTo(before);
        }
    }

    @Test
    void a_wrong_password_is_not_waited_for() {
        configure(database);
        pool.setPassword("wrong");
        SQLException refused = catchThrowableOfType(SQLException.class, connections::openConnection);
        assertThat(refused.getSQLState()).isEqualTo("28P01");
    }

    @Test
    void a_database_that_does_not_wake_within_25_s_is_said_to_be_starting() throws Exception {
        try (Doorman doorman = new Doorman(database, false)) {
            CompletableFuture<Integer> pid = askedBehind(doorman);
            Waiting.until("it waits at the door", () -> doorman.callers() > 0 || pid.isDone());
            clock.advance(Duration.ofSeconds(25));
            SQLException said = catchThrowableOfType(SQLException.class, () -> result(pid));
            assertThat(said.getSQLState()).isEqualTo("57P03");
        }
    }

    @Test
    void a_server_that_is_not_there_is_not_waited_for() {
        configure("postgresql://nobody@127.0.0.1:1/campaigns");
        SQLException refused = catchThrowableOfType(SQLException.class, connections::openConnection);
        assertThat((Throwable) refused).hasRootCauseInstanceOf(ConnectException.class);
        assertThat(refused.getSQLState()).isNotEqualTo("57P03");
    }

    @Test
    void connections_are_used_again_until_they_have_been_idle_for_a_while() throws Exception {
        configure(database);
        int first = pid();
        clock.advance(IDLE);
        assertThat(pid()).isEqualTo(first);
        clock.advance(IDLE.plusMillis(1));
        assertThat(pid()).isNotEqualTo(first);
    }

    @Test
    void the_server_closes_what_a_frozen_function_leaves_open() {
        Settings settings = Settings.from(Map.of("DATABASE_URL", database, "REDIS_URL", "redis://unused"));
        try (Database open = Database.open(settings.database())) {
            String kept = open.jdbi()
                    .withHandle(handle -> handle.createQuery("SHOW idle_session_timeout")
                            .mapTo(String.class)
                            .one());
            assertThat(kept).isEqualTo("1min");
        }
    }

    private CompletableFuture<Integer> askedBehind(Doorman doorman) {
        configure(doorman.url());
        return asked();
    }

    private CompletableFuture<Integer> asked() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return pid();
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static int result(CompletableFuture<Integer> pid) throws SQLException {
        try {
            return pid.join();
        } catch (CompletionException e) {
            throw (SQLException) e.getCause();
        }
    }

    private void configure(String url) {
        URI uri = URI.create(url);
        String[] login = uri.getUserInfo().split(":");
        pool.setJdbcUrl(
                "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath() + "?sslmode=disable");
        pool.setUsername(login[0]);
        pool.setPassword(login.length > 1 ? login[1] : "");
        pool.setConnectionTimeout(250);
        pool.setInitializationFailTimeout(-1);
        pool.setMinimumIdle(0);
        pool.setMaximumPoolSize(1);
        pool.addDataSourceProperty("loginTimeout", "60");
    }

    private int pid() throws SQLException {
        try (Connection connection = connections.openConnection();
                ResultSet row = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
