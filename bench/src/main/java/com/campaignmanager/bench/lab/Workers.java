package com.campaignmanager.bench.lab;

import com.campaignmanager.database.Database;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.queue.RedisConnections;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import com.campaignmanager.worker.Drain;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** Send workers in this JVM, each with connections of its own, built as the handler builds them. */
public final class Workers implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(15);

    private final List<Database> databases = new ArrayList<>();
    private final List<SendQueue> queues = new ArrayList<>();
    private final List<Drain> drains = new ArrayList<>();
    private final StatementCount statements = new StatementCount();

    public Workers(LabDatabase database, int workers, MessageSender sender) {
        this(database.settings("MAX_WORKERS=" + workers), workers, sender);
    }

    Workers(Settings settings, int workers, MessageSender sender) {
        for (int i = 0; i < workers; i++) {
            Database own =
                    Database.openForQueue(settings.database(), settings.worker().lease());
            own.jdbi().setSqlLogger(statements);
            SendQueue queue = new SendQueue(new RedisConnections(settings.redis()));
            databases.add(own);
            queues.add(queue);
            drains.add(com.campaignmanager.worker.Workers.drain(
                    settings,
                    own.jdbi(),
                    queue,
                    new IdleHint(new RedisConnections(settings.redis()), settings.idleLook(), Clock.systemUTC()),
                    sender,
                    EventBus.NONE,
                    WakeSignal.NONE,
                    Metrics.none(),
                    Clock.systemUTC(),
                    Duration.ofSeconds(1),
                    RandomGenerator.of("L64X128MixRandom")));
        }
    }

    public StatementCount statements() {
        return statements;
    }

    /** Drains with all workers at once until nothing is left. */
    public void drain() throws Exception {
        run(() -> LONG);
    }

    /** Drains until it is stopped, and then gives back the remaining messages. */
    public void drainUntil(AtomicBoolean stopped) throws Exception {
        run(() -> stopped.get() ? Duration.ZERO : LONG);
    }

    private void run(com.campaignmanager.time.Deadline deadline) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(drains.size())) {
            List<Callable<Object>> runs = drains.stream()
                    .<Callable<Object>>map(drain -> () -> drain.run(deadline))
                    .toList();
            for (Future<Object> run : threads.invokeAll(runs)) {
                run.get();
            }
        }
    }

    @Override
    public void close() {
        queues.forEach(SendQueue::close);
        databases.forEach(Database::close);
    }
}
