package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.Health.Report;
import com.campaignmanager.api.Health.State;
import com.campaignmanager.embedded.ManualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void both_are_up_when_both_answer() {
        try (Health health = new Health(() -> {}, () -> {}, clock)) {
            assertThat(health.report()).isEqualTo(new Report(State.UP, State.UP, State.UP));
        }
    }

    @Test
    void one_that_fails_is_down_and_so_is_the_whole() {
        try (Health health = new Health(
                () -> {},
                () -> {
                    throw new IllegalStateException("refused");
                },
                clock)) {
            assertThat(health.report()).isEqualTo(new Report(State.DOWN, State.UP, State.DOWN));
        }
    }

    @Test
    void they_are_asked_again_only_after_a_few_seconds() {
        AtomicInteger asked = new AtomicInteger();
        try (Health health = new Health(asked::incrementAndGet, () -> {}, clock)) {
            health.report();
            health.report();
            assertThat(asked).hasValue(1);
            clock.advance(Duration.ofSeconds(4));
            health.report();
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void callers_at_the_same_time_share_one_look() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Runnable database = () -> {
            asked.incrementAndGet();
            looking.countDown();
            awaitQuietly(answered);
        };
        try (Health health = new Health(database, () -> {}, clock);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Report> first = callers.submit(health::report);
            looking.await();
            Future<Report> second = callers.submit(health::report);
            answered.countDown();

            assertThat(first.get()).isEqualTo(second.get()).isEqualTo(new Report(State.UP, State.UP, State.UP));
            assertThat(asked).hasValue(1);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
