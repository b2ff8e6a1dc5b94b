package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.Plan;
import com.campaignmanager.bench.chart.Chart;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.ManyMessages;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.bench.report.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Reads through the API's handler with few and with very many messages, during a drain of the largest campaign and without. */
public final class ReadsBench implements Experiment {
    /** As many lines as readers can distinguish. */
    private static final int READS_IN_CHART = 5;

    @Override
    public String name() {
        return "reads";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        List<ManyMessages> sizes = sizes(lab.plan());
        try (ReadsInTurn reads = new ReadsInTurn(sizes)) {
            reads.load(lab);
            int warmUps = lab.plan().either(10, 5);
            int rounds = lab.plan().either(20, 6);
            reads.all(warmUps);
            List<ReadTimes> times = reads.all(rounds);
            times.add(reads.whileDrained(warmUps, rounds));
            lab.chart("reads", chart(times));
            return findings(sizes.getLast(), times);
        }
    }

    /** The smallest first; each has a multiple of a page of every list. */
    private static List<ManyMessages> sizes(Plan plan) {
        return plan.quick()
                ? List.of(new ManyMessages(100, 10_000), new ManyMessages(4_000, 400_000))
                : List.of(
                        new ManyMessages(100, 10_000),
                        new ManyMessages(3_000, 300_000),
                        new ManyMessages(100_000, 10_000_000));
    }

    private static List<Finding> findings(ManyMessages largest, List<ReadTimes> times) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                "messages and campaigns",
                Figures.plain(largest.messages()) + " and " + Figures.plain(largest.campaigns()),
                "",
                Verdict.SHOWN,
                "the largest campaign has " + Figures.plain(largest.largestCampaign()) + " messages"));
        times.forEach(read -> findings.add(read.finding()));
        return findings;
    }

    private static Chart chart(List<ReadTimes> times) {
        Chart chart = Chart.byPowersOfTen("Time within which 99 of 100 reads end", "messages", "ms");
        times.stream().limit(READS_IN_CHART).forEach(read -> chart.line(read.read(), read.p99s()));
        return chart;
    }
}
