package com.campaignmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestTransactionsTest {
    private static final Map<String, String> SETTINGS =
            Map.of("DATABASE_URL", TestServers.get().newDatabase(), "REDIS_URL", "redis://127.0.0.1:1");

    private final Database database = Database.open(Settings.from(SETTINGS).database());
    private final Database others = Database.open(Settings.from(SETTINGS).database());
    private final RequestTransactions requests = database.requests();
    private final Jdbi jdbi = database.jdbi();

    @BeforeEach
    void fill() {
        others.jdbi().useHandle(handle -> handle.execute("CREATE TABLE things (id bigint PRIMARY KEY)"));
    }

    @AfterEach
    void close() {
        others.jdbi().useHandle(handle -> handle.execute("DROP TABLE things"));
        database.close();
        others.close();
    }

    private static void add(Handle handle, long id) {
        handle.execute("INSERT INTO things VALUES (?)", id);
    }

    private List<Long> seenByOthers() {
        return others.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM things ORDER BY id")
                        .mapTo(Long.class)
                        .list());
    }

    @Test
    void handles_and_transactions_of_a_request_are_committed_at_once_in_the_end() {
        String answer = requests.inOne(() -> {
            jdbi.useHandle(handle -> add(handle, 1));
            jdbi.useTransaction(handle -> {
                add(handle, 2);
                jdbi.useTransaction(inner -> add(inner, 3));
            });
            assertThat(seenByOthers()).isEmpty();
            return "done";
        });

        assertThat(answer).isEqualTo("done");
        assertThat(seenByOthers()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_request_that_fails_changes_nothing_and_runs_no_action() {
        List<String> run = new ArrayList<>();

        assertThatThrownBy(() -> requests.inOne(() -> {
                    jdbi.useTransaction(handle -> add(handle, 1));
                    requests.run(() -> run.add("action"));
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThat(seenByOthers()).isEmpty();
        assertThat(run).isEmpty();
    }

    @Test
    void a_transaction_that_fails_can_be_repeated_within_the_request() {
        requests.inOne(() -> {
            jdbi.useTransaction(handle -> add(handle, 1));
            assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                        add(handle, 2);
                        add(handle, 1);
                    }))
                    .isInstanceOf(JdbiException.class);
            jdbi.useTransaction(handle -> add(handle, 3));
            return "";
        });

        assertThat(seenByOthers()).containsExactly(1L, 3L);
    }

    @Test
    void actions_are_run_in_order_after_the_commit_whatever_becomes_of_one() {
        List<Object> seen = new ArrayList<>();

        requests.inOne(() -> {
            requests.run(() -> seen.add(seenByOthers()));
            requests.run(() -> {
                throw new IllegalStateException("lost");
            });
            requests.run(() -> seen.add("last"));
            jdbi.useHandle(handle -> add(handle, 1));
            return "";
        });

        assertThat(seen).containsExactly(List.of(1L), "last");
    }

    @Test
    void an_action_outside_of_a_request_is_run_at_once() {
        List<String> run = new ArrayList<>();
        requests.run(() -> run.add("action"));
        assertThat(run).hasSize(1);
    }

    @Test
    void work_apart_has_commits_of_its_own_after_that_of_what_came_before() {
        List<String> run = new ArrayList<>();
        assertThatThrownBy(() -> requests.inOne(() -> {
                    jdbi.useTransaction(handle -> add(handle, 1));
                    requests.apart(() -> {
                        assertThat(seenByOthers()).containsExactly(1L);
                        jdbi.useTransaction(handle -> add(handle, 2));
                        assertThat(seenByOthers()).containsExactly(1L, 2L);
                        requests.run(() -> run.add("action"));
                        return "";
                    });
                    assertThat(run).hasSize(1);
                    assertThat(database.connections()).isOne();
                    jdbi.useTransaction(handle -> add(handle, 3));
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");

        assertThat(seenByOthers()).containsExactly(1L, 2L);
        assertThat(requests.apart(() -> "outside")).isEqualTo("outside");
    }

    @Test
    void a_request_gives_its_connection_back() {
        for (int i = 0; i < 20; i++) {
            long id = i;
            requests.inOne(() -> {
                jdbi.useHandle(handle -> add(handle, id));
                return "";
            });
        }
        jdbi.useTransaction(handle -> add(handle, 20));

        assertThat(seenByOthers()).hasSize(21);
        assertThat(database.connections()).isOne();
    }

    @Test
    void other_threads_have_connections_of_their_own() {
        List<Long> seen = new ArrayList<>();
        requests.inOne(() -> {
            jdbi.useHandle(handle -> add(handle, 1));
            Thread other = Thread.ofPlatform()
                    .start(() -> jdbi.useHandle(handle -> seen.add(handle.createQuery("SELECT count(*) FROM things")
                            .mapTo(Long.class)
                            .one())));
            join(other);
            return "";
        });

        assertThat(seen).containsExactly(0L);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
