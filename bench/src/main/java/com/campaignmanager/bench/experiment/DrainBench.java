package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.CountingSender;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.Load;
import com.campaignmanager.bench.lab.Workers;
import com.campaignmanager.bench.measure.Cpu;
import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.queue.SendQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a drain with a sender that returns at once with bare UPDATEs that claim and record the same rows, and with
 * db-scheduler. Each starts on a fresh copy of the same database, with jobs on the list.
 */
public final class DrainBench implements Experiment {
    private static final double MILLION = 1e6;

    /** The time and processor time of one run. */
    private record Cost(double seconds, double cpuSeconds) {}

    /** The batch sizes of the worker that was measured just before. */
    private int claimSize = 500;

    private int recordSize = 100;

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        int count = lab.plan().either(100_000, 50_000);
        Load load = Load.dueMessages(count);
        for (int workers = 1; workers <= 2; workers++) {
            worker(lab, load, count, workers);
            bareUpdates(lab, load, count);
        }
        List<Cost> one = new ArrayList<>();
        List<Cost> two = new ArrayList<>();
        List<Cost> bare = new ArrayList<>();
        List<Cost> rival = new ArrayList<>();
        for (int i = 0; i < lab.plan().either(5, 2); i++) {
            one.add(worker(lab, load, count, 1));
            bare.add(bareUpdates(lab, load, count));
            two.add(worker(lab, load, count, 2));
            if (i < lab.plan().either(3, 1)) {
                rival.add(dbScheduler(lab, load, count));
            }
        }
        return findings(count, one, two, bare, rival);
    }

    private List<Finding> findings(int count, List<Cost> one, List<Cost> two, List<Cost> bare, List<Cost> rival) {
        boolean twoAreFaster = rate(two, count).median() > rate(one, count).median();
        List<Cost> best = twoAreFaster ? two : one;
        String who = twoAreFaster ? "two workers" : "one worker";
        Pairs overBare = Pairs.of(seconds(best), seconds(bare));
        Pairs faster = Pairs.of(seconds(rival), seconds(best.subList(0, rival.size())));
        Pairs cheaper = Pairs.of(cpu(best.subList(0, rival.size())), cpu(rival));
        return List.of(
                Finding.atMost(
                        "drain, " + who + " / claim and record as bare UPDATEs over one connection",
                        overBare,
                        1.5,
                        "batches of " + claimSize + " messages per claim and " + recordSize
                                + " per record; the bare UPDATEs: "
                                + Figures.plain(rate(bare, count).median()) + " messages/s"),
                Finding.atLeast("drain, " + who, rate(best, count), 20_000, " messages/s", cpuNote(best, count)),
                Finding.shown("drain, one worker", rate(one, count), " messages/s", cpuNote(one, count)),
                Finding.shown("drain, two workers", rate(two, count), " messages/s", cpuNote(two, count)),
                Finding.shown(
                        "db-scheduler: lock-and-fetch, 10 threads, one row read and one updated per task",
                        rate(rival, count),
                        " tasks/s",
                        cpuNote(rival, count) + "; its messages are in a table with only a primary key"),
                Finding.atLeast("drain, " + who + " / db-scheduler: rate", faster.ratio(), 5, " ×", ""),
                Finding.atMost("drain, " + who + " / db-scheduler: processor time per message", cheaper, 0.2, ""));
    }

    private Cost worker(Lab lab, Load load, int count, int workers) throws Exception {
        try (LabDatabase database = lab.with(load);
                Workers drain = new Workers(database, workers, new CountingSender(count));
                SendQueue queue = database.queue()) {
            queue.push(database.numbers("SELECT id FROM outbound_messages ORDER BY id"));
            Cost cost = cost(lab.cpu(), drain::drain);
            database.require(count, "SELECT sum(sent)::bigint FROM campaign_stats");
            if (workers == 1) {
                claimSize = Math.ceilDiv(count, drain.statements().claims());
                recordSize = Math.ceilDiv(count, drain.statements().records());
            }
            return cost;
        }
    }

    private Cost bareUpdates(Lab lab, Load load, int count) throws Exception {
        try (LabDatabase database = lab.with(load)) {
            BareUpdates updates = new BareUpdates(database, claimSize, recordSize);
            Cost cost = cost(lab.cpu(), updates::run);
            database.require(count, "SELECT sum(sent)::bigint FROM campaign_stats");
            return cost;
        }
    }

    private static Cost dbScheduler(Lab lab, Load load, int count) throws Exception {
        try (LabDatabase database = lab.with(load);
                DbScheduler scheduler = DbScheduler.prepare(database, count)) {
            Cost cost = cost(lab.cpu(), scheduler::run);
            database.require(count, "SELECT count(*) FROM plain_messages WHERE status = 'sent'");
            return cost;
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static Cost cost(Cpu cpu, Work work) throws Exception {
        double cpuBefore = cpu.seconds();
        Watch watch = Watch.start();
        work.run();
        double seconds = watch.seconds();
        return new Cost(seconds, cpu.seconds() - cpuBefore);
    }

    private static Series rate(List<Cost> costs, int count) {
        return Series.of(costs.stream().map(cost -> count / cost.seconds).toList());
    }

    private static List<Double> seconds(List<Cost> costs) {
        return costs.stream().map(Cost::seconds).toList();
    }

    private static List<Double> cpu(List<Cost> costs) {
        return costs.stream().map(Cost::cpuSeconds).toList();
    }

    private static String cpuNote(List<Cost> costs, int count) {
        return Figures.plain(Series.of(cpu(costs)).median() / count * MILLION)
                + " µs of processor time per message, servers included";
    }
}
