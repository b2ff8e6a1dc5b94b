package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.ColdDrain;
import com.campaignmanager.bench.lab.CountingSender;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.Load;
import com.campaignmanager.bench.lab.PostLoop;
import com.campaignmanager.bench.lab.SinkProcess;
import com.campaignmanager.bench.lab.Workers;
import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.sender.MessageSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a drain over HTTP, to a gateway in a process of its own that answers at once, with the same drain by a sender that
 * does nothing, and with a loop that only posts.
 */
public final class HttpDrain implements Experiment {
    private static final int WORKERS = 4;
    private static final int SLOTS = WORKERS * 5;
    private static final int COLD = 100_000;
    private static final double MILLION = 1e6;

    /** Messages per second, and processor seconds per message without those of the gateway. */
    private record Drained(double rate, double cpuSeconds) {}

    private final List<Drained> overHttp = new ArrayList<>();
    private final List<Drained> withoutSending = new ArrayList<>();
    private final List<Double> postsOnly = new ArrayList<>();
    private final List<Double> cold = new ArrayList<>();

    @Override
    public String name() {
        return "http";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        int count = lab.plan().either(1_000_000, 50_000);
        try (SinkProcess sink = SinkProcess.start(Duration.ZERO)) {
            // Not counted: it warms this JVM and the gateway up.
            drained(lab, lab.plan().either(COLD, 50_000), sink.sender());
            for (int i = 0; i < lab.plan().either(3, 1); i++) {
                overHttp.add(drained(lab, count, sink.sender()));
                withoutSending.add(drained(lab, count, new CountingSender(count)));
                postsOnly.add(posted(sink, count));
                cold.add(drainedCold(lab, sink));
            }
        }
        lab.forget(Load.dueMessages(count));
        return findings(count);
    }

    private List<Finding> findings(int count) {
        String work = "drain over HTTP, " + Figures.plain(count) + " messages, " + WORKERS + " workers with 5 slots";
        Pairs overNothing = Pairs.of(rates(overHttp), rates(withoutSending));
        List<Double> more = new ArrayList<>();
        for (int i = 0; i < overHttp.size(); i++) {
            more.add((overHttp.get(i).cpuSeconds - withoutSending.get(i).cpuSeconds) * MILLION);
        }
        return List.of(
                Finding.shown(work, Series.of(rates(overHttp)), " messages/s", cpuNote(overHttp)),
                Finding.shown(
                        "the same with a sender that does nothing",
                        Series.of(rates(withoutSending)),
                        " messages/s",
                        cpuNote(withoutSending)),
                Finding.atLeast(
                        "drain over HTTP / drain with a sender that does nothing: rate",
                        overNothing.ratio(),
                        0.5,
                        " ×",
                        ""),
                Finding.atMost(
                        "drain over HTTP: processor time per message beyond that of a sender that does nothing",
                        Series.of(more),
                        30,
                        " µs",
                        "servers included, the gateway not"),
                Finding.atLeast(
                        "drain over HTTP / a loop that only posts on " + SLOTS + " connections: rate",
                        Pairs.of(rates(overHttp), postsOnly).ratio(),
                        0.5,
                        " ×",
                        "the loop: " + Figures.plain(Series.of(postsOnly).median()) + " messages/s"),
                Finding.atLeast(
                        "drain over HTTP in a JVM that has sent nothing / drain with a sender that does nothing: rate",
                        Pairs.of(cold, rates(withoutSending)).ratio(),
                        0.3,
                        " ×",
                        coldNote()));
    }

    private String coldNote() {
        double coldRate = Series.of(cold).median();
        double warmRate = Series.of(rates(overHttp)).median();
        return Figures.plain(COLD) + " messages at " + Figures.plain(coldRate) + " messages/s; warming up costs "
                + Figures.plain(COLD / coldRate - COLD / warmRate) + " s";
    }

    private static Drained drained(Lab lab, int count, MessageSender sender) throws Exception {
        try (LabDatabase database = lab.with(Load.dueMessages(count));
                Workers workers = new Workers(database, WORKERS, sender)) {
            double cpuBefore = lab.cpu().seconds();
            Watch watch = Watch.start();
            workers.drain();
            double seconds = watch.seconds();
            double cpu = lab.cpu().seconds() - cpuBefore;
            requireAllSent(database, count);
            return new Drained(count / seconds, cpu / count);
        }
    }

    private static double drainedCold(Lab lab, SinkProcess sink) throws Exception {
        try (LabDatabase database = lab.with(Load.dueMessages(COLD))) {
            double seconds = ColdDrain.seconds(database, sink, WORKERS);
            requireAllSent(database, COLD);
            return COLD / seconds;
        }
    }

    private static void requireAllSent(LabDatabase database, int count) {
        database.require(count, "SELECT sum(sent)::bigint FROM campaign_stats");
        database.require(0, "SELECT count(*) FROM outbound_messages WHERE retry_count > 0");
    }

    private static double posted(SinkProcess sink, int count) {
        PostLoop loop = new PostLoop();
        Watch watch = Watch.start();
        loop.run(sink.sender(), count, SLOTS);
        double seconds = watch.seconds();
        if (loop.refused() > 0) {
            throw new IllegalStateException(loop.refused() + " posts were not accepted");
        }
        return count / seconds;
    }

    private static List<Double> rates(List<Drained> all) {
        return all.stream().map(Drained::rate).toList();
    }

    private static String cpuNote(List<Drained> all) {
        double cpu = Series.of(all.stream().map(Drained::cpuSeconds).toList()).median();
        return Figures.plain(cpu * MILLION) + " µs of processor time per message, servers included";
    }
}
