package com.campaignmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.embedded.ManualClock;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.testing.ForgetfulFront;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One session at a time, which another one may keep waiting. */
class RequestTimeTest {
    private static final String USUAL = "24s";
    private static final Duration LIMIT = Duration.ofMillis(300);

    private final String url = TestServers.get().newDatabase();
    private final Database other = open(url);
    private final Database database = open(url);
    private final ManualClock clock = new ManualClock();

    private static Database open(String url) {
        return Database.open(Settings.database(Map.of("DATABASE_URL", url, "DATABASE_POOL", "1")));
    }

    @BeforeEach
    void addRow() {
        database.jdbi().useHandle(handle -> handle.execute("INSERT INTO customers (phone) VALUES ('+254712345678')"));
    }

    @AfterEach
    void close() {
        database.close();
        other.close();
    }

    @Test
    void a_statement_waits_for_a_lock_no_longer_than_its_request_may_take() {
        whileLocked(() -> assertTooSlow(() -> RequestTime.within(LIMIT, Clock.systemUTC(), () -> {
            database.jdbi().useHandle(RequestTimeTest::change);
            return null;
        })));
        assertThat(session(database.jdbi(), "statement_timeout")).isEqualTo(USUAL);
    }

    @Test
    void a_later_statement_has_what_the_earlier_ones_have_left() {
        whileLocked(() -> assertTooSlow(() -> RequestTime.within(Duration.ofMinutes(1), clock, () -> {
            database.jdbi().useTransaction(handle -> {
                handle.execute("UPDATE campaigns SET name = name");
                clock.advance(Duration.ofSeconds(60).minus(LIMIT));
                change(handle);
            });
            return null;
        })));
        assertThat(session(database.jdbi(), "statement_timeout")).isEqualTo(USUAL);
    }

    @Test
    void when_the_time_is_up_no_further_statement_begins_and_the_earlier_ones_are_rolled_back() {
        assertTooSlow(() -> RequestTime.within(Duration.ofSeconds(25), clock, () -> {
            database.jdbi().useTransaction(handle -> {
                change(handle);
                clock.advance(Duration.ofSeconds(25));
                handle.execute("UPDATE campaigns SET name = name");
            });
            return null;
        }));
        assertThat(name()).isEmpty();
    }

    @Test
    void a_request_that_runs_late_outside_of_a_transaction_leaves_the_session_as_it_was() {
        String within = RequestTime.within(Duration.ofSeconds(25), clock, () -> {
            clock.advance(Duration.ofSeconds(15));
            return session(database.jdbi(), "statement_timeout");
        });
        assertThat(within).isEqualTo("10s");
        assertThat(session(database.jdbi(), "statement_timeout")).isEqualTo(USUAL);
    }

    @Test
    void a_request_that_is_in_time_costs_no_statement_more() {
        String within =
                RequestTime.within(Duration.ofSeconds(25), clock, () -> session(database.jdbi(), "statement_timeout"));
        assertThat(within).isEqualTo(USUAL);
    }

    @Test
    void a_server_that_falls_silent_is_not_waited_for_longer_either() throws Exception {
        try (ForgetfulFront front = new ForgetfulFront(url);
                Database behind = open(front.url())) {
            session(behind.jdbi(), "statement_timeout");
            assertTooSlow(() -> RequestTime.within(LIMIT, Clock.systemUTC(), () -> {
                behind.jdbi().useTransaction(handle -> {
                    handle.execute("UPDATE campaigns SET name = name");
                    front.fallSilent();
                    change(handle);
                });
                return null;
            }));
        }
    }

    private void whileLocked(Runnable meanwhile) {
        other.jdbi().useTransaction(handle -> {
            change(handle);
            meanwhile.run();
            handle.rollback();
        });
        assertThat(name()).isEmpty();
    }

    private static void change(Handle handle) {
        handle.execute("UPDATE customers SET first_name = 'Changed'");
    }

    private String name() {
        return other.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT first_name FROM customers")
                        .mapTo(String.class)
                        .one());
    }

    private static String session(Jdbi jdbi, String setting) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SHOW " + setting).mapTo(String.class).one());
    }

    private static void assertTooSlow(Runnable request) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(request::run)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("too_slow"));
    }
}
