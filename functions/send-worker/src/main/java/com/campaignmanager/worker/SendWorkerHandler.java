package com.campaignmanager.worker;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.campaignmanager.database.Database;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.log.RequestId;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.queue.RedisConnections;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.secret.Secrets;
import com.campaignmanager.sender.registry.Senders;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.EventWakeSignal;
import com.campaignmanager.wake.WakeSignal;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC.MDCCloseable;

/**
 * The send worker. Every event starts the same work: it drains what is due, and the answer is {@code {claimed, sent, failed,
 * retrying, released, drained}}.
 */
public final class SendWorkerHandler implements RequestStreamHandler, AutoCloseable {
    private static final Duration TO_FINISH = Duration.ofSeconds(5);
    private static final JsonFactory JSON = new JsonFactory();
    private static final Logger log = LoggerFactory.getLogger(SendWorkerHandler.class);

    private final Clock clock = Clock.systemUTC();
    private final Metrics metrics;
    private final Database database;
    private final SendQueue queue;
    private final IdleHint idleHint;
    private final Secrets secrets;
    private final Drain drain;
    private final InvocationGate gate = new InvocationGate();

    /** As Lambda starts it. */
    public SendWorkerHandler() {
        Settings settings = Settings.from(System.getenv());
        if (settings.preferIpv6()) {
            // Java reads this once, when it looks up the first host. A JVM flag would do the same, but the JVM then
            // writes a line about the flag to the log.
            System.setProperty("java.net.preferIPv6Addresses", "true");
        }
        EventBus events = EventBus.of(settings);
        this(settings, events, new EventWakeSignal(events), Metrics.of(System.getenv(), Clock.systemUTC()));
    }

    /**
     * A worker that measures nothing.
     *
     * @param wake how other workers are started
     */
    public SendWorkerHandler(Settings settings, EventBus events, WakeSignal wake) {
        this(settings, events, wake, Metrics.none());
    }

    SendWorkerHandler(Settings settings, EventBus events, WakeSignal wake, Metrics metrics) {
        this.metrics = metrics;
        database = Database.openForQueue(settings.database(), settings.worker().lease());
        RedisConnections redis = new RedisConnections(settings.redis());
        queue = new SendQueue(redis);
        idleHint = new IdleHint(redis, settings.idleLook(), clock);
        secrets = Secrets.of(settings.senders().secrets(), clock);
        drain = Workers.drain(
                settings,
                database.jdbi(),
                queue,
                idleHint,
                new Senders(settings.senders(), secrets, clock).byChannel(),
                events,
                wake,
                metrics,
                clock,
                settings.senders().longestSend(),
                new Random());
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        try (InvocationGate.Pass _ = gate.enter();
                MDCCloseable _ = RequestId.onEachLine(context.getAwsRequestId());
                JsonGenerator json = JSON.createGenerator(answer)) {
            DrainResult result = idleHint.isIdle() ? DrainResult.NOTHING_TO_DO : run(context);
            result.write(json);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while draining");
        } finally {
            metrics.flush();
        }
    }

    private DrainResult run(Context context) throws InterruptedException {
        long begun = clock.millis();
        secrets.refresh();
        database.connect(); // while the secrets are read
        secrets.await(); // before messages are claimed that could not be sent
        DrainResult result = drain.run(() -> Duration.ofMillis(context.getRemainingTimeInMillis()));
        if (result.claimed() > 0) {
            log.info(
                    "claimed {}, sent {}, failed {}, retrying {}, released {}, {} in {} ms",
                    result.claimed(),
                    result.sent(),
                    result.failed(),
                    result.retrying(),
                    result.released(),
                    result.drained() ? "drained" : "not drained",
                    clock.millis() - begun);
        }
        return result;
    }

    /** Ends soon: sends in flight are finished and recorded, everything else is given back. */
    @Override
    public void close() {
        drain.stop();
        gate.shut(TO_FINISH);
        queue.close();
        database.close();
    }
}
