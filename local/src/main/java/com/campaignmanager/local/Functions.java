package com.campaignmanager.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.campaignmanager.api.ApiHandler;
import com.campaignmanager.customer.imports.CustomerImports;
import com.campaignmanager.customer.imports.ImportProgress;
import com.campaignmanager.customer.imports.UploadStore;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.importer.ImportHandler;
import com.campaignmanager.local.lambda.Function;
import com.campaignmanager.local.lambda.LastCall;
import com.campaignmanager.local.lambda.Runs;
import com.campaignmanager.local.lambda.TickEvent;
import com.campaignmanager.local.lambda.Ticks;
import com.campaignmanager.local.uploads.ImportRuns;
import com.campaignmanager.scheduler.SchedulerHandler;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import com.campaignmanager.worker.SendWorkerHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Lambda functions on this machine, and what starts them: HTTP, the minute's ticks, and each other. */
final class Functions implements AutoCloseable, WakeSignal {
    private static final Logger log = LoggerFactory.getLogger(Functions.class);
    private static final Duration REQUEST = Duration.ofSeconds(30);
    private static final Duration RUN = Duration.ofMinutes(5);
    private static final Duration IMPORT = Duration.ofMinutes(15);
    /** How long running invocations have at the end. */
    private static final Duration FINISH = Duration.ofSeconds(5);
    /** Longer than a chunk of an import takes; a chunk that is cut off is read again. */
    private static final Duration CHUNK = Duration.ofSeconds(1);

    private final Settings settings;
    private final LastCall lastCall;
    private final TickEvent tick;
    private final Ticks ticks = new Ticks();
    private final List<RequestStreamHandler> handlers = new CopyOnWriteArrayList<>();
    private final Function api;
    private final Runs workers;
    private final Runs schedulers;
    private final ImportRuns imports;

    /**
     * @param jdbi for this class's own queries
     * @param uploads where files to import are put
     * @param progress is told how far imports have come
     */
    Functions(Settings settings, Clock clock, Jdbi jdbi, UploadStore uploads, ImportProgress progress) {
        this.settings = settings;
        this.lastCall = new LastCall(clock);
        this.tick = new TickEvent(clock);
        this.api = function("api", new ApiHandler(settings, this, Optional.of(uploads)), REQUEST);
        this.workers = new Runs(this::newWorker, settings.worker().maxWorkers(), new WorkerAnswer());
        this.schedulers = new Runs(this::newScheduler, 1, answer -> false);
        Function importer = function("importer", new ImportHandler(settings, uploads, progress, EventBus.NONE), IMPORT);
        this.imports = new ImportRuns(importer, new CustomerImports(jdbi), uploads);
    }

    private Function newWorker() {
        return function("send-worker", new SendWorkerHandler(settings, EventBus.of(settings), this), RUN);
    }

    private Function newScheduler() {
        return function("scheduler", new SchedulerHandler(settings, EventBus.of(settings), this), RUN);
    }

    private Function function(String name, RequestStreamHandler handler, Duration time) {
        handlers.add(handler);
        return new Function(name, handler, time, lastCall);
    }

    /** One instance serves several requests at once, because the handler keeps nothing of a request in itself. */
    Function api() {
        return api;
    }

    void start() {
        ticks.start(() -> {
            scheduler();
            workers();
            imports.resume();
        });
    }

    /** A file has been uploaded. */
    void uploaded(UUID importId) {
        imports.uploaded(importId);
    }

    @Override
    public void workers() {
        workers.wake(tick);
    }

    @Override
    public void scheduler() {
        schedulers.wake(tick);
    }

    /** From now on nothing new begins in the background, and running invocations have little time left. */
    void lastCall() {
        ticks.close();
        workers.stop();
        schedulers.stop();
        imports.stop();
        lastCall.call(FINISH);
    }

    /**
     * Running invocations are finished, or given back, by closing the handlers: all at the same time, since each waits for
     * its own runs to end.
     */
    @Override
    public void close() {
        lastCall();
        imports.awaitIdle(CHUNK);
        List<Thread> closing = handlers.stream()
                .map(handler -> Thread.ofVirtual().start(() -> close(handler)))
                .toList();
        closing.forEach(this::await);
        workers.awaitIdle(lastCall.left());
        schedulers.awaitIdle(lastCall.left());
    }

    private void await(Thread thread) {
        try {
            Duration left = lastCall.left();
            thread.join(left.isPositive() ? left : Duration.ofMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(RequestStreamHandler handler) {
        if (handler instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.warn("can't close {}", handler.getClass().getSimpleName(), e);
            }
        }
    }
}
