package com.campaignmanager.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether PostgreSQL and Redis answer. Both are asked at once, wait no longer than {@link #TIMEOUT}, and are asked again
 * only after {@link #FRESH}, however many want to know.
 */
final class Health implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Health.class);
    private static final Duration TIMEOUT = Duration.ofMillis(1_500);
    /** The first look also loads and connects the clients. */
    private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(4);

    private static final Duration FRESH = Duration.ofSeconds(3);

    private final Runnable database;
    private final Runnable redis;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Looked last = new Looked(Instant.MIN, false, false);
    private Duration timeout = FIRST_TIMEOUT;

    private record Looked(Instant until, boolean database, boolean redis) {}

    /** What the API tells of it. */
    record Report(State status, State database, State redis) {}

    enum State {
        UP,
        DOWN;

        private static State of(boolean up) {
            return up ? UP : DOWN;
        }
    }

    /** @param database asks PostgreSQL something, and throws what it likes if that fails; {@code redis} likewise */
    Health(Runnable database, Runnable redis, Clock clock) {
        this.database = database;
        this.redis = redis;
        this.clock = clock;
    }

    synchronized Report report() {
        if (clock.instant().isAfter(last.until)) {
            Future<?> asked = threads.submit(database);
            Future<?> askedToo = threads.submit(redis);
            Instant end = clock.instant().plus(timeout);
            boolean databaseUp = answers("PostgreSQL", asked, end);
            boolean redisUp = answers("Redis", askedToo, end);
            timeout = TIMEOUT;
            last = new Looked(clock.instant().plus(FRESH), databaseUp, redisUp);
        }
        return new Report(State.of(last.database && last.redis), State.of(last.database), State.of(last.redis));
    }

    private boolean answers(String name, Future<?> asked, Instant end) {
        try {
            asked.get(Math.max(0, Duration.between(clock.instant(), end).toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            log.warn("{} is down: {}", name, e.getCause().getMessage());
        } catch (TimeoutException e) {
            log.warn("{} does not answer", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        asked.cancel(true);
        return false;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
