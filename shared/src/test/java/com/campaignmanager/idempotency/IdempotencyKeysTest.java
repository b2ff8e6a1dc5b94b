package com.campaignmanager.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.database.Database;
import com.campaignmanager.database.DatabaseClock;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTest {
    private static final CallersKey KEY = new CallersKey("me", "k");
    private static final StoredAnswer ANSWER = new StoredAnswer("abc", 201, "{\"Location\": \"/things/1\"}", "{}");

    private final DatabaseClock clock = new DatabaseClock();
    private final Database database = Database.open(
            Settings.from(Map.of("DATABASE_URL", TestServers.get().newDatabase(), "REDIS_URL", "redis://127.0.0.1:1"))
                    .database(),
            clock);
    private final IdempotencyKeys keys = new IdempotencyKeys(database.jdbi());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void an_answer_is_found_by_its_caller_and_key_for_24_hours() {
        keys.store(KEY, ANSWER);

        assertThat(keys.find(KEY)).contains(ANSWER);
        assertThat(keys.find(new CallersKey("you", "k"))).isEmpty();
        assertThat(keys.find(new CallersKey("me", "K"))).isEmpty();
        clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(keys.find(KEY)).isPresent();
        clock.advance(Duration.ofSeconds(2));
        assertThat(keys.find(KEY)).isEmpty();
    }

    @Test
    void an_answer_is_replaced_only_when_it_is_too_old() {
        keys.store(KEY, ANSWER);
        assertThatThrownBy(() -> keys.store(KEY, ANSWER)).isInstanceOf(ProblemException.class);
        clock.advance(Duration.ofHours(25));
        StoredAnswer other = new StoredAnswer("def", 202, "{}", "[]");

        keys.store(KEY, other);

        assertThat(keys.find(KEY)).contains(other);
    }

    @Test
    void only_answers_that_are_too_old_are_removed_and_not_all_at_once() {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO idempotency_keys (caller, key, request, status, headers, body, created_at)
                SELECT '', n::text, '', 201, '{}', '', now() - interval '25 hours' FROM generate_series(1, 6000) AS n
                """));
        keys.store(KEY, ANSWER);

        assertThat(keys.forget()).isEqualTo(5_000);
        assertThat(keys.forget()).isEqualTo(1_000);
        assertThat(keys.forget()).isZero();
        assertThat(keys.find(KEY)).isPresent();
    }

    @Test
    void a_lock_keeps_the_lock_timeout_that_there_was() {
        database.requests().inOne(() -> {
            database.jdbi().useHandle(handle -> handle.execute("SET LOCAL lock_timeout = '123ms'"));
            keys.lock(KEY);
            assertThat(database.jdbi()
                            .<String, RuntimeException>withHandle(handle -> handle.createQuery("SHOW lock_timeout")
                                    .mapTo(String.class)
                                    .one()))
                    .isEqualTo("123ms");
            return "";
        });
    }
}
