package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.Plan;
import com.campaignmanager.bench.chart.Chart;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.ManyMessages;
import com.campaignmanager.bench.measure.Block;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.bench.report.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads through the API's handler with few messages and with very many, the largest campaign being drained or not. All
 * databases are there at once, and each read is made in one after the other.
 */
public final class ReadsBench implements Experiment {
    /** As many as can be told apart. */
    private static final int READS_IN_CHART = 5;

    @Override
    public String name() {
        return "reads";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        List<ReadsDatabase> databases = new ArrayList<>();
        try {
            for (ManyMessages size : sizes(lab.plan())) {
                databases.add(new ReadsDatabase(lab, size));
                databases.getLast().load(lab.plan().seed());
            }
            int warmUps = lab.plan().either(10, 5);
            int rounds = lab.plan().either(20, 6);
            inTurn(databases, warmUps);
            List<ReadTimes> times = inTurn(databases, rounds);
            // After the others, since it changes what they read.
            times.add(whileDrained(databases, warmUps, rounds));
            lab.chart("reads", chart(times));
            return findings(databases.getLast().size(), times);
        } finally {
            databases.forEach(ReadsDatabase::close);
        }
    }

    /** The smallest first; in each a multiple of a page of whatever is read by pages. */
    private static List<ManyMessages> sizes(Plan plan) {
        return plan.quick()
                ? List.of(new ManyMessages(100, 10_000), new ManyMessages(4_000, 400_000))
                : List.of(
                        new ManyMessages(100, 10_000),
                        new ManyMessages(3_000, 300_000),
                        new ManyMessages(100_000, 10_000_000));
    }

    private static List<ReadTimes> inTurn(List<ReadsDatabase> databases, int rounds) throws Exception {
        List<ReadTimes> times = new ArrayList<>();
        for (String read : databases.getFirst().reads()) {
            List<Block> blocks = blocks(databases, read);
            for (int round = 0; round < rounds; round++) {
                for (Block block : blocks) {
                    block.take();
                }
            }
            times.add(new ReadTimes(read, sizes(databases), blocks));
        }
        return times;
    }

    private static ReadTimes whileDrained(List<ReadsDatabase> databases, int warmUps, int rounds) throws Exception {
        int least = databases.getFirst().size().pendingOfLargest();
        List<LargestDrained> drains = new ArrayList<>();
        try {
            databases.forEach(database -> drains.add(database.drained(least)));
            drainedInTurn(drains, blocks(databases, Reads.CAMPAIGN), warmUps);
            List<Block> blocks = blocks(databases, Reads.CAMPAIGN);
            drainedInTurn(drains, blocks, rounds);
            return new ReadTimes(Reads.CAMPAIGN + ", while it is drained", sizes(databases), blocks);
        } finally {
            drains.forEach(LargestDrained::close);
        }
    }

    private static void drainedInTurn(List<LargestDrained> drains, List<Block> blocks, int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < blocks.size(); i++) {
                drains.get(i).during(blocks.get(i));
            }
        }
    }

    private static List<Block> blocks(List<ReadsDatabase> databases, String read) {
        return databases.stream().map(database -> database.block(read)).toList();
    }

    private static List<ManyMessages> sizes(List<ReadsDatabase> databases) {
        return databases.stream().map(ReadsDatabase::size).toList();
    }

    private static List<Finding> findings(ManyMessages largest, List<ReadTimes> times) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                "messages and campaigns",
                Figures.plain(largest.messages()) + " and " + Figures.plain(largest.campaigns()),
                "",
                Verdict.SHOWN,
                "the largest campaign has " + Figures.plain(largest.largestCampaign())));
        times.forEach(read -> findings.add(read.finding()));
        return findings;
    }

    private static Chart chart(List<ReadTimes> times) {
        Chart chart = Chart.byPowersOfTen("Reads: 99 of 100 take at most", "messages", "ms");
        times.stream().limit(READS_IN_CHART).forEach(read -> chart.line(read.read(), read.p99s()));
        return chart;
    }
}
