package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.wake.WakeSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Equal requests at once, and an API that dies in the middle of one. */
class IdempotencyRacesTest {
    private static final Request SEND =
            Request.post("/campaigns/1/send", "{\"customer_ids\": [1, 2, 3]}").withKey("key-1");
    private static final int EQUAL = 50;

    private final TestApi api = TestApi.empty();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @BeforeEach
    void fill() {
        TestApi.tables().addCustomers(3);
        TestApi.tables().addCampaigns(1);
    }

    @AfterEach
    void end() {
        callers.shutdownNow();
    }

    private Future<Answer> send() {
        return callers.submit(() -> api.call(SEND));
    }

    private static long waitingForTheKey() {
        return TestApi.tables()
                .number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND NOT granted");
    }

    private static long waitingForTheCampaign() {
        return TestApi.tables()
                .number("SELECT count(*) FROM pg_locks WHERE relation = 'campaigns'::regclass AND NOT granted");
    }

    @Test
    void fifty_equal_sends_at_once_have_one_effect_and_equal_answers() throws Exception {
        List<Future<Answer>> answers = new ArrayList<>();

        TestApi.tables().whileLocked("campaigns", () -> {
            for (int i = 0; i < EQUAL; i++) {
                answers.add(send());
            }
            Waiting.until("the equal sends wait", () -> waitingForTheCampaign() == 1 && waitingForTheKey() > 0);
        });

        int replayed = 0;
        for (Future<Answer> answer : answers) {
            assertThat(answer.get().status()).as(answer.get().toString()).isEqualTo(202);
            assertThat(answer.get().body()).isEqualTo(answers.getFirst().get().body());
            replayed += answer.get().header("Idempotent-Replayed").isPresent() ? 1 : 0;
        }
        assertThat(replayed).isEqualTo(EQUAL - 1);
        assertThat(TestApi.tables().number("SELECT count(*) FROM outbound_messages"))
                .isEqualTo(3);
    }

    @Test
    void a_request_whose_first_is_still_running_after_five_seconds_is_refused() throws Exception {
        List<Future<Answer>> first = new ArrayList<>();

        TestApi.tables().whileLocked("campaigns", () -> {
            first.add(send());
            Waiting.until("the send waits", () -> waitingForTheCampaign() == 1);

            Answer refused = api.refused(SEND, 409, "request_in_progress");

            assertThat(refused.header("Retry-After")).contains("1");
        });

        assertThat(first.getFirst().get().status()).isEqualTo(202);
        assertThat(api.call(SEND, 202).body()).isEqualTo(first.getFirst().get().body());
    }

    /** The session ends as it does when its process is killed. */
    @Test
    void an_api_that_is_killed_before_its_commit_leaves_the_key_free() throws Exception {
        List<Future<Answer>> first = new ArrayList<>();

        TestApi.tables().whileLocked("campaigns", () -> {
            first.add(send());
            Waiting.until("the send waits", () -> waitingForTheCampaign() == 1);
            TestApi.tables().run("""
                    SELECT pg_terminate_backend(pid) FROM pg_locks
                    WHERE relation = 'campaigns'::regclass AND NOT granted
                    """);
        });

        assertThat(first.getFirst().get().status()).isEqualTo(500);
        assertThat(TestApi.tables().number("SELECT count(*) FROM outbound_messages"))
                .isZero();
        assertThat(api.call(SEND, 202).header("Idempotent-Replayed")).isEmpty();
        assertThat(TestApi.tables().number("SELECT count(*) FROM outbound_messages"))
                .isEqualTo(3);
    }

    /** It gets no further than to its first wake-up, and nobody hears its answer. */
    @Test
    void the_answer_of_an_api_that_is_killed_after_its_commit_is_given_by_the_next() throws Exception {
        CountDownLatch committed = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicLong seen = new AtomicLong();
        WakeSignal stuck = new WakeSignal() {
            @Override
            public void workers() {
                seen.set(TestApi.tables().number("SELECT count(*) FROM outbound_messages"));
                committed.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void scheduler() {}
        };
        Map<String, String> settings = Map.of(
                "DATABASE_URL", TestApi.database(),
                "REDIS_URL", TestServers.get().redis());
        try (TestApi killed = new TestApi(settings, Optional.empty(), stuck)) {
            callers.submit(() -> killed.call(SEND));
            committed.await();

            Answer next = api.call(SEND, 202);

            assertThat(next.header("Idempotent-Replayed")).contains("true");
            assertThat(next.number("/messages_queued")).isEqualTo(3);
            assertThat(seen).as("messages there are when workers are woken").hasValue(3);
            callers.shutdownNow();
        }
    }

    @Test
    void workers_are_not_woken_by_a_request_that_changes_nothing_in_the_end() {
        AtomicLong woken = new AtomicLong();
        WakeSignal counting = new WakeSignal() {
            @Override
            public void workers() {
                woken.incrementAndGet();
            }

            @Override
            public void scheduler() {
                woken.incrementAndGet();
            }
        };
        TestApi.tables()
                .run("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                        + "'BEGIN RAISE EXCEPTION ''no room''; END'");
        TestApi.tables().run("CREATE TRIGGER no_room BEFORE INSERT ON idempotency_keys EXECUTE FUNCTION refuse()");
        Map<String, String> settings = Map.of(
                "DATABASE_URL", TestApi.database(),
                "REDIS_URL", TestServers.get().redis());
        try (TestApi unlucky = new TestApi(settings, Optional.empty(), counting)) {
            unlucky.refused(SEND, 500, "internal_error");

            assertThat(woken).hasValue(0);
            assertThat(api.get("/campaigns/1").text("/status")).isEqualTo("draft");
        } finally {
            TestApi.tables().run("DROP TRIGGER no_room ON idempotency_keys");
            TestApi.tables().run("DROP FUNCTION refuse()");
        }
    }
}
