package com.campaignmanager.bench.experiment;

import com.campaignmanager.api.ApiHandler;
import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.chart.Chart;
import com.campaignmanager.bench.chart.Chart.Point;
import com.campaignmanager.bench.lab.CountingSender;
import com.campaignmanager.bench.lab.Invocation;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.ManyMessages;
import com.campaignmanager.bench.lab.Workers;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.bench.report.Verdict;
import com.campaignmanager.wake.Wake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads through the API's handler with few messages and with very many, the largest campaign being drained or not. */
public final class ReadsBench implements Experiment {
    private static final double MOST_MILLIS = 10;
    /** The median may differ so much between the smallest and the largest database and still be called flat. */
    private static final double FLAT = 1.5;

    @Override
    public String name() {
        return "reads";
    }

    /** Milliseconds by read, in one database. */
    private record Times(ManyMessages size, Map<String, Series> reads) {}

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        List<ManyMessages> sizes = lab.plan().quick()
                ? List.of(new ManyMessages(100, 10_000), new ManyMessages(4_000, 400_000))
                : List.of(
                        new ManyMessages(100, 10_000),
                        new ManyMessages(3_000, 300_000),
                        new ManyMessages(100_000, 10_000_000));
        List<Times> all = new ArrayList<>();
        for (ManyMessages size : sizes) {
            all.add(measure(lab, size));
        }
        lab.chart("reads", chart(all));
        return findings(all);
    }

    private static Times measure(Lab lab, ManyMessages size) throws Exception {
        try (LabDatabase database = lab.empty()) {
            size.load(database, lab.plan().seed());
            try (ApiHandler api = new ApiHandler(database.settings(), Wake.NONE, Optional.empty())) {
                Reads reads = new Reads(
                        new Invocation("api", api, Duration.ofSeconds(30)),
                        lab.plan().either(2_000, 400));
                reads.warmUp();
                Map<String, Series> times = new LinkedHashMap<>(reads.all(size));
                times.put("campaign with stats, while it is drained", whileDrained(database, size, reads));
                return new Times(size, times);
            }
        }
    }

    /** Drained as fast as can be, on the same two cores. */
    private static Series whileDrained(LabDatabase database, ManyMessages size, Reads reads) throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        CountingSender sender = new CountingSender(size.largestCampaign());
        try (Workers worker = new Workers(database, 1, sender);
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> drain = thread.submit(() -> {
                worker.drainUntil(stopped);
                return true;
            });
            try {
                while (sender.count() == 0 && !drain.isDone()) {
                    Thread.onSpinWait();
                }
                return reads.campaign(size, drain::isDone);
            } finally {
                stopped.set(true);
                drain.get();
            }
        }
    }

    private static List<Finding> findings(List<Times> all) {
        Times small = all.getFirst();
        Times large = all.getLast();
        List<Finding> findings = new ArrayList<>();
        large.reads.forEach((read, series) -> {
            Series before = small.reads.get(read);
            double growth = series.median() / before.median();
            findings.add(new Finding(
                    read + ": p99",
                    Figures.plain(series.quantile(0.99)) + " ms",
                    "≤ 10 ms, median ≤ 1.5 × that with 10,000",
                    Verdict.of(series.quantile(0.99) <= MOST_MILLIS && growth <= FLAT),
                    "median " + Figures.plain(series.median()) + " ms, " + Figures.plain(growth)
                            + " × that with 10,000 (" + Figures.plain(before.median()) + " ms, p99 "
                            + Figures.plain(before.quantile(0.99)) + " ms)"));
        });
        findings.addFirst(new Finding(
                "messages and campaigns",
                Figures.plain(large.size.messages()) + " and " + Figures.plain(large.size.campaigns()),
                "",
                Verdict.SHOWN,
                "the largest campaign has " + Figures.plain(large.size.largestCampaign())));
        return findings;
    }

    private static Chart chart(List<Times> all) {
        Chart chart = Chart.byPowersOfTen("Reads: 99 of 100 take at most", "messages", "ms");
        all.getLast().reads.keySet().stream()
                .limit(5)
                .forEach(read -> chart.line(
                        read.length() > 28 ? read.substring(0, 28) : read,
                        all.stream()
                                .map(times -> new Point(
                                        times.size.messages(),
                                        times.reads.get(read).quantile(0.99)))
                                .toList()));
        return chart;
    }
}
