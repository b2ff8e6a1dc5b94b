package com.campaignmanager.local.lambda;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something at once and then each minute, as EventBridge's schedules do. */
public final class Ticks implements AutoCloseable {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ticks").factory());

    public void start(Runnable tick) {
        clock.scheduleAtFixedRate(tick, 0, MINUTE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
