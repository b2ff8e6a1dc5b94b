package com.campaignmanager.scheduler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.campaignmanager.campaign.AnnounceEnds;
import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.campaign.DeleteCampaigns;
import com.campaignmanager.campaign.DueWork;
import com.campaignmanager.campaign.ExpandAudiences;
import com.campaignmanager.campaign.FailPending;
import com.campaignmanager.campaign.NextDue;
import com.campaignmanager.campaign.ReleaseCampaigns;
import com.campaignmanager.campaign.RetryCampaign;
import com.campaignmanager.campaign.SendRefusals;
import com.campaignmanager.campaign.SendingProgress;
import com.campaignmanager.consent.FinishOptOuts;
import com.campaignmanager.database.Database;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.hours.OpenHours;
import com.campaignmanager.idempotency.IdempotencyKeys;
import com.campaignmanager.log.RequestId;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.message.MoveToOpenHours;
import com.campaignmanager.message.RequeueStranded;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.queue.RedisConnections;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.EventWakeSignal;
import com.campaignmanager.wake.WakeSignal;
import com.campaignmanager.worker.InvocationGate;
import com.campaignmanager.worker.ReclaimDeadRuns;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC.MDCCloseable;

/**
 * The scheduler: releases and expands campaigns, queues stranded messages again, reclaims dead worker runs and closes
 * finished campaigns. Every event starts the same work, and the answer is {@code {released, expanded, reclaimed, requeued, closed}}.
 */
public final class SchedulerHandler implements RequestStreamHandler, AutoCloseable {
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final Duration TO_FINISH = Duration.ofSeconds(5);
    private static final JsonFactory JSON = new JsonFactory();
    private static final Logger log = LoggerFactory.getLogger(SchedulerHandler.class);

    private final Clock clock = Clock.systemUTC();
    private final Metrics metrics;
    private final Database database;
    private final SendQueue queue;
    private final Tick tick;
    private final InvocationGate gate = new InvocationGate();
    private volatile boolean stopped;

    /** As Lambda starts it. */
    public SchedulerHandler() {
        Settings settings = Settings.from(System.getenv());
        EventBus events = EventBus.of(settings);
        this(settings, events, new EventWakeSignal(events), Metrics.of(System.getenv(), Clock.systemUTC()));
    }

    /**
     * A scheduler that measures nothing.
     *
     * @param wake how workers are started
     */
    public SchedulerHandler(Settings settings, EventBus events, WakeSignal wake) {
        this(settings, events, wake, Metrics.none());
    }

    SchedulerHandler(Settings settings, EventBus events, WakeSignal wake, Metrics metrics) {
        this.metrics = metrics;
        database = Database.openForQueue(settings.database(), settings.worker().lease());
        RedisConnections redis = new RedisConnections(settings.redis());
        queue = new SendQueue(redis);
        Jdbi jdbi = database.jdbi();
        IdleHint idleHint = new IdleHint(redis, settings.idleLook(), clock);
        DueWork work = new DueWork(idleHint, wake, clock);
        CloseCampaigns close = new CloseCampaigns(jdbi, metrics);
        OpenHours hours =
                new OpenHours(settings.hours().quiet(), settings.hours().defaultZone());
        CampaignWork campaigns = new CampaignWork(
                new FinishOptOuts(jdbi, close),
                new ReleaseCampaigns(
                        jdbi, new SendRefusals(settings.senders().byChannel().keySet()), events),
                new ExpandAudiences(
                        jdbi,
                        queue,
                        wake,
                        close,
                        settings.templateFallbacks(),
                        settings.limits().maxSegments(),
                        hours,
                        metrics),
                new RetryCampaign(jdbi, queue, work, close, metrics),
                new FailPending(jdbi, close),
                new MoveToOpenHours(jdbi, hours),
                new DeleteCampaigns(jdbi, work));
        tick = new Tick(
                campaigns,
                new ReclaimDeadRuns(
                        jdbi,
                        new RetryPolicy(settings.retry(), new Random()),
                        close,
                        new DeadLetters(queue, events),
                        metrics),
                new RequeueStranded(jdbi, queue),
                close,
                new AnnounceEnds(jdbi, events),
                new IdempotencyKeys(jdbi),
                new Gauges(new SendingProgress(jdbi), queue, metrics),
                new NextDue(jdbi),
                idleHint,
                wake);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        try (InvocationGate.Pass _ = gate.enter();
                MDCCloseable _ = RequestId.onEachLine(context.getAwsRequestId());
                JsonGenerator json = JSON.createGenerator(answer)) {
            run(context).write(json);
        } finally {
            metrics.flush();
        }
    }

    private Tick.Result run(Context context) {
        long begun = clock.millis();
        Tick.Result result = tick.run(() -> stopped
                ? Duration.ZERO
                : Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
        if (result.didSomething()) {
            log.info(
                    "released {}, expanded {}, reclaimed {}, requeued {}, closed {} in {} ms",
                    result.released(),
                    result.expanded(),
                    result.reclaimed(),
                    result.requeued(),
                    result.closed(),
                    clock.millis() - begun);
        }
        return result;
    }

    /** Ends after the chunk that is being done. */
    @Override
    public void close() {
        stopped = true;
        gate.shut(TO_FINISH);
        queue.close();
        database.close();
    }
}
