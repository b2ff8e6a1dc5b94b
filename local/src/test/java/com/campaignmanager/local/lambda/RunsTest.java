package com.campaignmanager.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger instances = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final Semaphore beginnings = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private volatile String answer = "drained";
    private final LastCall lastCall = new LastCall(Clock.systemUTC());

    private final RequestStreamHandler handler = (input, output, context) -> {
        begun.incrementAndGet();
        beginnings.release();
        mayEnd.acquireUninterruptibly();
        if (answer.equals("fails")) {
            throw new IllegalStateException("a bug");
        }
        output.write(answer.getBytes(StandardCharsets.UTF_8));
    };

    @Test
    void no_more_run_at_once_than_may_and_each_has_an_instance_of_its_own() {
        Runs runs = runs(2);
        wake(runs, 5);
        beginnings.acquireUninterruptibly(2);
        assertThat(begun).hasValue(2);
        assertThat(instances).hasValue(2);
        mayEnd.release(100);
        runs.awaitIdle(LONG);
    }

    @Test
    void a_wake_up_during_a_run_is_followed_by_another_run() {
        Runs runs = runs(1);
        wake(runs, 1);
        beginnings.acquireUninterruptibly();
        wake(runs, 1);
        mayEnd.release(100);
        runs.awaitIdle(LONG);
        assertThat(begun).hasValue(2);
        assertThat(instances).hasValue(1);
    }

    @Test
    void a_run_that_left_work_behind_is_followed_by_another_until_none_is_left() {
        answer = "more";
        Runs runs = runs(1);
        wake(runs, 1);
        mayEnd.release(2);
        beginnings.acquireUninterruptibly(3);
        answer = "drained";
        mayEnd.release();
        runs.awaitIdle(LONG);
        assertThat(begun).hasValue(3);
    }

    @Test
    void a_run_that_fails_waits_for_the_next_wake_up() {
        answer = "fails";
        Runs runs = runs(1);
        wake(runs, 1);
        mayEnd.release(100);
        runs.awaitIdle(LONG);
        assertThat(begun).hasValue(1);
        wake(runs, 1);
        runs.awaitIdle(LONG);
        assertThat(begun).hasValue(2);
    }

    @Test
    void after_a_stop_nothing_begins() {
        answer = "more";
        Runs runs = runs(1);
        wake(runs, 1);
        beginnings.acquireUninterruptibly();
        runs.stop();
        mayEnd.release(100);
        runs.awaitIdle(LONG);
        wake(runs, 1);
        runs.awaitIdle(LONG);
        assertThat(begun).hasValue(1);
    }

    private Runs runs(int most) {
        return new Runs(this::instance, most, text -> new String(text, StandardCharsets.UTF_8).equals("more"));
    }

    private Function instance() {
        instances.incrementAndGet();
        return new Function("test", handler, Duration.ofSeconds(60), lastCall);
    }

    private static void wake(Runs runs, int times) {
        for (int i = 0; i < times; i++) {
            runs.wake(() -> new byte[0]);
        }
    }
}
