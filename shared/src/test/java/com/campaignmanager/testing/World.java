package com.campaignmanager.testing;

import com.campaignmanager.campaign.CampaignLifecycle;
import com.campaignmanager.campaign.Campaigns;
import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.campaign.DeleteCampaigns;
import com.campaignmanager.campaign.DueWork;
import com.campaignmanager.campaign.ExpandAudiences;
import com.campaignmanager.campaign.FailPending;
import com.campaignmanager.campaign.ReleaseCampaigns;
import com.campaignmanager.campaign.RetryCampaign;
import com.campaignmanager.campaign.SendCampaign;
import com.campaignmanager.campaign.SendRefusals;
import com.campaignmanager.consent.FinishOptOuts;
import com.campaignmanager.consent.OptOut;
import com.campaignmanager.consent.OptOutChannel;
import com.campaignmanager.consent.OptOutSource;
import com.campaignmanager.consent.OptOuts;
import com.campaignmanager.database.Database;
import com.campaignmanager.database.DatabaseClock;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.hours.OpenHours;
import com.campaignmanager.message.ChannelSignals;
import com.campaignmanager.message.Channels;
import com.campaignmanager.message.Claim;
import com.campaignmanager.message.ClaimMessages;
import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.message.DueCursors;
import com.campaignmanager.message.MoveToOpenHours;
import com.campaignmanager.message.RecordOutcomes;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.queue.RedisConnections;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import com.campaignmanager.worker.Drain;
import com.campaignmanager.worker.DrainResult;
import com.campaignmanager.worker.ReclaimDeadRuns;
import com.campaignmanager.worker.WorkerRuns;
import com.campaignmanager.worker.Workers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;

/** A database, a Redis and the parts of the system on top of them, for one test. */
public final class World implements AutoCloseable {
    /** Of all that may be saved the one whose messages are the longest, for {@link #longCustomers}. */
    public static final String LONGEST_TEMPLATE = "{location}".repeat(409);

    public final Settings settings;
    public final DatabaseClock databaseClock = new DatabaseClock();
    public final Database database;
    public final SendQueue queue;
    public final IdleHint idleHint;
    public final MetricLines lines = new MetricLines();
    public final Metrics metrics = new Metrics("Test", Clock.systemUTC(), lines);

    private World(Settings settings) {
        this.settings = settings;
        this.database = Database.openForQueue(
                settings.database(), databaseClock, settings.worker().lease());
        RedisConnections redis = new RedisConnections(settings.redis());
        this.queue = new SendQueue(redis);
        this.idleHint = new IdleHint(redis, settings.idleLook(), Clock.systemUTC());
    }

    /** An empty world; {@code variables} as {@code NAME=value}. */
    public static World with(String... variables) {
        TestServers servers = TestServers.get();
        servers.flushRedis();
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", servers.newDatabase());
        environment.put("REDIS_URL", servers.redis());
        environment.put("DATABASE_POOL", "16");
        for (String variable : variables) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return new World(Settings.from(environment));
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    public WorkerRuns runs() {
        return new WorkerRuns(jdbi(), settings.worker());
    }

    public ClaimMessages claims() {
        return new ClaimMessages(jdbi(), settings.retry(), settings.limits(), true);
    }

    public RecordOutcomes records() {
        return new RecordOutcomes(jdbi(), new ChannelSignals(settings.limits(), Clock.systemUTC()), channel -> "test");
    }

    public CloseCampaigns closeCampaigns() {
        return new CloseCampaigns(jdbi(), metrics);
    }

    public ReclaimDeadRuns reclaim() {
        return new ReclaimDeadRuns(
                jdbi(), retryPolicy(), closeCampaigns(), new DeadLetters(queue, EventBus.NONE), metrics);
    }

    public RetryPolicy retryPolicy() {
        return new RetryPolicy(settings.retry(), RandomGenerator.of("L64X128MixRandom"));
    }

    public SendCampaign send() {
        return send(queue, idleHint, Clock.systemUTC());
    }

    public SendCampaign send(SendQueue through, IdleHint hint, Clock clock) {
        return new SendCampaign(
                jdbi(),
                through,
                new DueWork(hint, WakeSignal.NONE, clock),
                closeCampaigns(),
                Map.of(),
                settings.limits().maxSegments(),
                hours(),
                refusals(),
                metrics);
    }

    public Channels channels() {
        return new Channels(jdbi(), settings.limits(), settings.hours(), settings.senders());
    }

    public SendRefusals refusals() {
        return new SendRefusals(settings.senders().byChannel().keySet());
    }

    public ReleaseCampaigns release() {
        return release(EventBus.NONE);
    }

    public ReleaseCampaigns release(EventBus events) {
        return new ReleaseCampaigns(jdbi(), refusals(), events);
    }

    public OpenHours hours() {
        return new OpenHours(settings.hours().quiet(), settings.hours().defaultZone());
    }

    public MoveToOpenHours moveToOpenHours() {
        return new MoveToOpenHours(jdbi(), hours());
    }

    public RetryCampaign retry() {
        return new RetryCampaign(jdbi(), queue, work(), closeCampaigns(), metrics);
    }

    public ExpandAudiences expand() {
        return new ExpandAudiences(
                jdbi(),
                queue,
                WakeSignal.NONE,
                closeCampaigns(),
                Map.of(),
                settings.limits().maxSegments(),
                hours(),
                metrics);
    }

    public Campaigns campaigns() {
        return new Campaigns(jdbi(), work(), refusals());
    }

    public DeleteCampaigns deleteCampaigns() {
        return new DeleteCampaigns(jdbi(), work());
    }

    public FailPending failPending() {
        return new FailPending(jdbi(), closeCampaigns());
    }

    public DueWork work() {
        return new DueWork(idleHint, WakeSignal.NONE, Clock.systemUTC());
    }

    public FinishOptOuts finishOptOuts() {
        return new FinishOptOuts(jdbi(), closeCampaigns());
    }

    public OptOuts optOuts() {
        return new OptOuts(jdbi(), database.requests(), finishOptOuts(), work()::announceIfPossible);
    }

    /** This phone opts out of everything, as by a request. */
    public void optOut(String phone) {
        optOuts().record(List.of(new OptOut(phone, OptOutChannel.ALL, OptOutSource.API, "")));
    }

    public CampaignLifecycle lifecycle() {
        return new CampaignLifecycle(jdbi(), work(), closeCampaigns());
    }

    /** Claims at most so many due messages for a run that holds nothing yet, from the channels without a limit. */
    public List<Claimed> claim(long run, int share) {
        return claims().claim(request(run, share, Set.of())).messages();
    }

    public Claim.Request request(long run, int share, Set<Long> jobs) {
        long recalls = number("SELECT coalesce(max(recalls), 0) FROM worker_runs WHERE run_id = " + run);
        return new Claim.Request(run, recalls, settings.worker().lease(), jobs, share, List.of(), new DueCursors());
    }

    public Drain drain(MessageSender sender) {
        return drain(sender, EventBus.NONE, WakeSignal.NONE, Clock.systemUTC());
    }

    public Drain drain(MessageSender sender, EventBus events, WakeSignal wake, Clock clock) {
        return Workers.drain(
                settings,
                jdbi(),
                queue,
                idleHint,
                sender,
                events,
                wake,
                metrics,
                clock,
                Duration.ofSeconds(1),
                RandomGenerator.of("L64X128MixRandom"));
    }

    /** Drains with a minute's time. */
    public DrainResult drained(MessageSender sender) throws InterruptedException {
        return drain(sender).run(() -> Duration.ofMinutes(1));
    }

    public DrainResult drained(MessageSender sender, EventBus events) throws InterruptedException {
        return drain(sender, events, WakeSignal.NONE, Clock.systemUTC()).run(() -> Duration.ofMinutes(1));
    }

    /** So many customers more, with made-up phones; answers their ids. */
    public List<Long> customers(int count) {
        return jdbi().withHandle(handle ->
                handle.createQuery("""
                        INSERT INTO customers (phone, first_name)
                        SELECT '+2547' || lpad((s + (SELECT count(*) FROM customers))::text, 8, '0'), 'Name' || s
                        FROM generate_series(1, :count) AS s RETURNING id
                        """).bind("count", count).mapTo(Long.class).list());
    }

    /** So many customers more whose location is as long as may be. */
    public List<Long> longCustomers(int count) {
        List<Long> customers = customers(count);
        run("UPDATE customers SET location = rpad('Nairobi', 200, 'x')");
        return customers;
    }

    public long campaign(String status) {
        return jdbi().withHandle(handle ->
                handle.createQuery("""
                        INSERT INTO campaigns (name, channel, status, base_template)
                        VALUES ('Test', 'sms', :status, 'Hi {first_name}') RETURNING id
                        """).bind("status", status).mapTo(Long.class).one());
    }

    /** A campaign being sent, with a pending message for each of so many new customers, and no job in Redis. */
    public long sendingCampaign(int messages) {
        long campaign = campaign("sending");
        addMessages(campaign, customers(messages));
        return campaign;
    }

    /** A pending message for each of the customers; answers their ids. */
    public List<Long> addMessages(long campaign, List<Long> customers) {
        return jdbi().withHandle(handle -> handle.createQuery("""
                        INSERT INTO outbound_messages (campaign_id, customer_id, rendered_content)
                        SELECT :campaign, c, 'Hi ' || c FROM unnest(:customers) AS c RETURNING id
                        """)
                .bind("campaign", campaign)
                .bindArray("customers", Long.class, customers.toArray())
                .mapTo(Long.class)
                .list());
    }

    public List<Long> messagesOf(long campaign) {
        return longs("SELECT id FROM outbound_messages WHERE campaign_id = " + campaign + " ORDER BY id");
    }

    public List<Long> longs(String sql) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(sql).mapTo(Long.class).list());
    }

    public long number(String sql) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    public String text(String sql) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    public void run(String sql) {
        jdbi().useHandle(handle -> handle.execute(sql));
    }

    public String statusOf(long campaign) {
        return text("SELECT status FROM campaigns WHERE id = " + campaign);
    }

    /** How many sessions wait at this moment for what another has locked. */
    public long waitingForLocks() {
        return number("SELECT count(*) FROM pg_stat_activity"
                + " WHERE wait_event_type = 'Lock' AND datname = current_database()");
    }

    /** pending/sent/failed by the counters. */
    public String stats(long campaign) {
        return text("""
                SELECT coalesce(sum(pending), 0) || '/' || coalesce(sum(sent), 0) || '/' || coalesce(sum(failed), 0)
                FROM campaign_stats WHERE campaign_id = %d
                """.formatted(campaign));
    }

    /** pending/sent/failed by counting the rows. */
    public String recount(long campaign) {
        return text("""
                SELECT count(*) FILTER (WHERE status = 'pending') || '/' || count(*) FILTER (WHERE status = 'sent')
                       || '/' || count(*) FILTER (WHERE status = 'failed')
                FROM outbound_messages WHERE campaign_id = %d
                """.formatted(campaign));
    }

    @Override
    public void close() {
        queue.close();
        database.close();
    }
}
