package com.campaignmanager.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A sample so short that it is taken many times in a row, called a stretch. Comparisons use the median of each stretch; the 99th
 * percentile is that of all samples together.
 */
public final class Block implements Sample {
    private final int times;
    private final Sample one;
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> all = new ArrayList<>();

    public Block(int times, Sample one) {
        this.times = times;
        this.one = one;
    }

    /** @return the median of one more stretch */
    @Override
    public double take() throws Exception {
        return takeUntil(() -> false);
    }

    /** @param enough ends the stretch before its time, though not before its first sample */
    public double takeUntil(BooleanSupplier enough) throws Exception {
        List<Double> stretch = new ArrayList<>();
        do {
            stretch.add(one.take());
        } while (stretch.size() < times && !enough.getAsBoolean());
        double median = Series.of(stretch).median();
        medians.add(median);
        all.addAll(stretch);
        return median;
    }

    /** The medians of the stretches, in their order. */
    public List<Double> medians() {
        return List.copyOf(medians);
    }

    /** Every sample of every stretch. */
    public Series all() {
        return Series.of(all);
    }
}
