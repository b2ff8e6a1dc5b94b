package com.campaignmanager.api;

import com.campaignmanager.campaign.CampaignLifecycle;
import com.campaignmanager.campaign.CampaignList;
import com.campaignmanager.campaign.Campaigns;
import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.campaign.DeleteCampaigns;
import com.campaignmanager.campaign.DeleteCustomer;
import com.campaignmanager.campaign.DueWork;
import com.campaignmanager.campaign.PreviewMessage;
import com.campaignmanager.campaign.ResumeChannel;
import com.campaignmanager.campaign.RetryCampaign;
import com.campaignmanager.campaign.SendCampaign;
import com.campaignmanager.campaign.SendRefusals;
import com.campaignmanager.consent.FinishOptOuts;
import com.campaignmanager.consent.ImportOptOuts;
import com.campaignmanager.consent.OptOuts;
import com.campaignmanager.consent.Suppressions;
import com.campaignmanager.customer.CustomerList;
import com.campaignmanager.customer.CustomerValues;
import com.campaignmanager.customer.Customers;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.imports.CustomerImports;
import com.campaignmanager.customer.imports.ImportRetention;
import com.campaignmanager.customer.imports.PhoneFiles;
import com.campaignmanager.customer.imports.RejectedRecords;
import com.campaignmanager.customer.imports.SmallImport;
import com.campaignmanager.customer.imports.UploadStore;
import com.campaignmanager.database.Database;
import com.campaignmanager.database.RequestTransactions;
import com.campaignmanager.hours.OpenHours;
import com.campaignmanager.idempotency.IdempotencyKeys;
import com.campaignmanager.message.Channels;
import com.campaignmanager.message.MessageList;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.queue.RedisConnections;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Puts the API together. */
final class Api implements AutoCloseable {
    private final Database database;
    private final RedisConnections redis;
    private final SendQueue queue;
    private final Health health;
    private final IdempotentRequests idempotent;
    private final List<Controller> controllers;
    private final Duration limit;
    private final Clock clock;

    /**
     * @param awake woken when there is something to do
     * @param limit how long a request may take; what it has not committed by then is rolled back
     */
    Api(
            Settings settings,
            WakeSignal awake,
            Optional<UploadStore> uploads,
            Metrics metrics,
            Clock clock,
            Duration limit) {
        this.limit = limit;
        this.clock = clock;
        database = Database.open(settings.database());
        redis = new RedisConnections(settings.redis());
        RequestTransactions requests = database.requests();
        queue = new SendQueue(redis, requests);
        WakeSignal wake = new WakeAfterCommit(awake, requests);
        IdleHint idleHint = new IdleHint(redis, settings.idleLook(), clock);
        Jdbi jdbi = database.jdbi();
        idempotent = new IdempotentRequests(requests, new IdempotencyKeys(jdbi));
        health = new Health(() -> probeUnlessIdle(idleHint), queue::probe, clock);
        PhoneNumbers phones = new PhoneNumbers(settings.defaultRegion());
        Customers customers = new Customers(jdbi, phones);
        CloseCampaigns close = new CloseCampaigns(jdbi, metrics);
        Channels channels = new Channels(jdbi, settings.limits(), settings.hours(), settings.senders());
        DueWork work = new DueWork(idleHint, wake, clock);
        SendRefusals refusals = new SendRefusals(settings.senders().byChannel().keySet());
        Campaigns campaigns = new Campaigns(jdbi, work, refusals);
        OpenHours hours =
                new OpenHours(settings.hours().quiet(), settings.hours().defaultZone());
        OptOuts optOuts = new OptOuts(jdbi, requests, new FinishOptOuts(jdbi, close), work::announceIfPossible);
        ImportOptOuts importOptOuts = new ImportOptOuts(new PhoneFiles(phones), optOuts);
        controllers = List.of(
                new ServiceController(health),
                new DocsController(),
                new CustomerController(
                        customers,
                        new CustomerList(jdbi, phones),
                        new CustomerValues(jdbi),
                        new DeleteCustomer(customers, work, close),
                        phones),
                new ImportController(
                        new SmallImport(jdbi, phones, importOptOuts),
                        new CustomerImports(jdbi),
                        new RejectedRecords(jdbi),
                        new ImportRetention(jdbi),
                        uploads),
                new CampaignController(campaigns, new DeleteCampaigns(jdbi, work), new CampaignList(jdbi), clock),
                new SendController(
                        new SendCampaign(
                                jdbi,
                                queue,
                                work,
                                close,
                                settings.templateFallbacks(),
                                settings.limits().maxSegments(),
                                hours,
                                refusals,
                                metrics),
                        new RetryCampaign(jdbi, queue, work, close, metrics),
                        new PreviewMessage(campaigns, customers, settings.templateFallbacks()),
                        new MessageList(jdbi)),
                new SuppressionController(new Suppressions(jdbi, phones, optOuts), importOptOuts),
                new ControlController(
                        new CampaignLifecycle(jdbi, work, close), channels, new ResumeChannel(channels, work)));
    }

    /**
     * Anybody may ask for the health, and often. A database that sleeps because nothing is due is not woken by it: a tick
     * has found it up within the last IDLE_LOOK.
     */
    private void probeUnlessIdle(IdleHint idleHint) {
        if (!idleHint.isIdle()) {
            database.probe();
        }
    }

    /** All its calls. */
    List<Route> routes() {
        return controllers.stream()
                .flatMap(controller -> controller.routes().stream())
                .map(idempotent::over)
                .map(route -> route.within(limit, clock))
                .toList();
    }

    /** Whether it holds a connection to PostgreSQL or Redis; it opens each when it needs one first. */
    boolean isConnected() {
        return database.connections() > 0 || redis.isOpen();
    }

    @Override
    public void close() {
        health.close();
        queue.close();
        database.close();
    }
}
