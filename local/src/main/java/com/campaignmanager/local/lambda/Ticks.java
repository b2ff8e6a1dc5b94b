package com.campaignmanager.local.lambda;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs a task at once and then repeatedly, as EventBridge's schedules do, but more often than once a minute: a tick costs
 * nothing here, and a person who tries out a scheduled campaign should not have to wait for it.
 */
public final class Ticks implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ticks").factory());

    public void start(Runnable tick) {
        clock.scheduleAtFixedRate(tick, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
