package com.campaignmanager.bench.measure;

import java.util.Arrays;
import java.util.List;

/** Samples of one quantity, at least one. */
public final class Series {
    private final double[] sorted;

    private Series(double[] samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("no samples");
        }
        this.sorted = samples;
        Arrays.sort(sorted);
    }

    public static Series of(double... samples) {
        return new Series(samples.clone());
    }

    public static Series of(List<Double> samples) {
        return new Series(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The middle one, or the mean of the middle two. */
    public double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The smallest sample that is at least as large as this share of all samples; always a real sample, not interpolated. */
    public double quantile(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1];
    }

    public double least() {
        return sorted[0];
    }

    public double most() {
        return sorted[sorted.length - 1];
    }

    public int size() {
        return sorted.length;
    }

    /** In ascending order. */
    public double[] values() {
        return sorted.clone();
    }
}
