package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.chart.Chart.Point;
import com.campaignmanager.bench.lab.ManyMessages;
import com.campaignmanager.bench.measure.Block;
import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.bench.report.Verdict;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The times of one read in databases of different sizes, taken in turn.
 *
 * @param sizes the smallest first
 * @param blocks one per size, in milliseconds
 */
record ReadTimes(String read, List<ManyMessages> sizes, List<Block> blocks) {
    private static final double MAX_MILLIS = 10;
    /** Up to this ratio between the medians of the largest and the smallest database, a read counts as flat. */
    private static final double FLAT = 1.5;

    Finding finding() {
        Block small = blocks.getFirst();
        Block large = blocks.getLast();
        Pairs pairs = Pairs.of(large.medians(), small.medians());
        String withFew = " × that with " + Figures.plain(sizes.getFirst().messages());
        return new Finding(
                read + ": p99",
                Figures.plain(p99(large)) + " ms",
                "≤ " + Figures.plain(MAX_MILLIS) + " ms, median ≤ " + Figures.plain(FLAT) + withFew,
                Verdict.of(p99(large) <= MAX_MILLIS && pairs.ratio().median() <= FLAT),
                "median " + Figures.plain(large.all().median()) + " ms, " + Figures.spread(pairs.ratio(), "") + withFew
                        + " (" + Figures.plain(small.all().median()) + " ms, p99 " + Figures.plain(p99(small))
                        + " ms)");
    }

    /** The points of the chart. */
    List<Point> p99s() {
        return IntStream.range(0, sizes.size())
                .mapToObj(i -> new Point(sizes.get(i).messages(), p99(blocks.get(i))))
                .toList();
    }

    private static double p99(Block block) {
        return block.all().quantile(0.99);
    }
}
