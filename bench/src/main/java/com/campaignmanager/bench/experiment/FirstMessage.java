package com.campaignmanager.bench.experiment;

import com.campaignmanager.api.ApiHandler;
import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.chart.Chart;
import com.campaignmanager.bench.lab.Invocation;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.Load;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.local.http.Gateway;
import com.campaignmanager.local.http.HttpFront;
import com.campaignmanager.local.lambda.Function;
import com.campaignmanager.local.lambda.Runs;
import com.campaignmanager.local.lambda.TickEvent;
import com.campaignmanager.scheduler.SchedulerHandler;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.wake.WakeSignal;
import com.campaignmanager.worker.SendWorkerHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The time from the answer to a send until the first message arrives at the provider, both over HTTP, on an idle system
 * whose functions run as in {@code local/}.
 */
public final class FirstMessage implements Experiment {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration RUN = Duration.ofMinutes(5);
    private static final double MAX_MILLIS = 50;

    @Override
    public String name() {
        return "first-message";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
        try (HttpFront provider = HttpFront.open(0);
                LabDatabase database = lab.with(Load.customers(10_000))) {
            provider.serve("/", exchange -> {
                arrivals.add(System.nanoTime());
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(202, -1);
                exchange.close();
            });
            provider.start();
            Settings settings =
                    database.settings("SENDER=http", "SENDER_URL=" + provider.url(), "IDLE_LOOK=0s", "MAX_WORKERS=2");
            try (OneMachine machine = new OneMachine(settings);
                    ApiHandler api = new ApiHandler(settings, machine, Optional.empty());
                    HttpFront front = HttpFront.open(0)) {
                front.serve("/", new Gateway(new Invocation("api", api, Duration.ofSeconds(30)).function(), CLOCK));
                front.start();
                return measure(lab, database, front.url(), arrivals);
            }
        }
    }

    private static List<Finding> measure(Lab lab, LabDatabase database, String url, BlockingQueue<Long> arrivals)
            throws Exception {
        List<Double> byIds = new ArrayList<>();
        List<Double> byFilter = new ArrayList<>();
        int warmUps = 5;
        for (int i = -warmUps; i < lab.plan().either(50, 10); i++) {
            double ids = millisToFirst(database, url, "{\"customer_ids\":[1,2,3]}", arrivals);
            double filter =
                    millisToFirst(database, url, "{\"audience\":{\"filter\":{\"location\":\"Nairobi\"}}}", arrivals);
            if (i >= 0) {
                byIds.add(ids);
                byFilter.add(filter);
            }
        }
        Series series = Series.of(byIds);
        lab.chart("first-message", histogram(series));
        return List.of(
                Finding.atMost(
                        "from a send's answer to its first message at the provider",
                        series,
                        MAX_MILLIS,
                        " ms",
                        "99 of 100 within " + Figures.plain(series.quantile(0.99)) + " ms"),
                Finding.shown(
                        "the same for an audience by filter, which is expanded after the request",
                        Series.of(byFilter),
                        " ms",
                        ""));
    }

    private static Chart histogram(Series series) {
        double width = Math.max(1, Math.ceil(series.most() / 25));
        List<Chart.Point> bars = new ArrayList<>();
        for (double from = 0; from <= series.most() + width; from += width) {
            double lower = from;
            long within = java.util.Arrays.stream(series.values())
                    .filter(value -> value >= lower && value < lower + width)
                    .count();
            bars.add(new Chart.Point(from, within));
        }
        return Chart.of("From a send's answer to its first message", "ms", "sends")
                .bars("one send", bars);
    }

    private static double millisToFirst(LabDatabase database, String url, String body, BlockingQueue<Long> arrivals)
            throws Exception {
        long campaign = database.number("SELECT nextval(pg_get_serial_sequence('campaigns', 'id'))");
        database.run(Load.campaign(campaign, "draft"));
        arrivals.clear();
        long answered = post(url + "/campaigns/" + campaign + "/send", body);
        Long arrived = arrivals.poll(30, TimeUnit.SECONDS);
        if (arrived == null) {
            throw new IllegalStateException("nothing has arrived");
        }
        awaitSent(database, campaign);
        return Math.max(0, arrived - answered) / 1e6;
    }

    private static long post(String url, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status = client.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
            long answered = System.nanoTime();
            if (status != 202) {
                throw new IllegalStateException("a send was answered with " + status);
            }
            return answered;
        }
    }

    private static void awaitSent(LabDatabase database, long campaign) throws InterruptedException {
        String open = "SELECT (SELECT count(*) FROM campaigns WHERE id = " + campaign + " AND status = 'sending')"
                + " + (SELECT count(*) FROM worker_runs)";
        while (database.number(open) > 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Worker and scheduler on this machine, woken in the same way as in {@code local/}. */
    private static final class OneMachine implements WakeSignal, AutoCloseable {
        private final TickEvent tick = new TickEvent(CLOCK);
        private final SendWorkerHandler worker;
        private final SchedulerHandler scheduler;
        private final Runs workers;
        private final Runs schedulers;

        OneMachine(Settings settings) {
            worker = new SendWorkerHandler(settings, EventBus.NONE, this);
            scheduler = new SchedulerHandler(settings, EventBus.NONE, this);
            Function worked = new Invocation("send-worker", worker, RUN).function();
            Function scheduled = new Invocation("scheduler", scheduler, RUN).function();
            workers = new Runs(() -> worked, 1, answer -> false);
            schedulers = new Runs(() -> scheduled, 1, answer -> false);
        }

        @Override
        public void workers() {
            workers.wake(tick);
        }

        @Override
        public void scheduler() {
            schedulers.wake(tick);
        }

        @Override
        public void close() {
            workers.stop();
            schedulers.stop();
            worker.close();
            scheduler.close();
        }
    }
}
