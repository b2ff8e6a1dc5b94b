package com.campaignmanager.metrics;

/**
 * How long sends took, in a fixed number of buckets, however many sends there are. A bucket is at most 12 % wide and is
 * reported as the mean of its values, so sum and count are exact and a percentile is off by less than 12 %. Values above
 * 66 s are in the last bucket.
 */
final class Latencies {
    /** As many values as the embedded metric format takes for one metric. */
    static final int BUCKETS = 100;

    private static final double WIDTH = Math.log(1.12);

    private final long[] counts = new long[BUCKETS];
    private final long[] sums = new long[BUCKETS];
    private long least = Long.MAX_VALUE;
    private long most;

    void add(long millis) {
        int bucket = bucket(millis);
        counts[bucket]++;
        sums[bucket] += millis;
        least = Math.min(least, millis);
        most = Math.max(most, millis);
    }

    /** The first bucket is for less than a millisecond. */
    private static int bucket(long millis) {
        return millis < 1 ? 0 : Math.min(BUCKETS - 1, 1 + (int) (Math.log(millis) / WIDTH));
    }

    boolean isEmpty() {
        return least == Long.MAX_VALUE;
    }

    long count(int bucket) {
        return counts[bucket];
    }

    /** The mean of a bucket that is not empty. */
    double mean(int bucket) {
        return (double) sums[bucket] / counts[bucket];
    }

    long count() {
        return total(counts);
    }

    long sum() {
        return total(sums);
    }

    private static long total(long[] parts) {
        long total = 0;
        for (long part : parts) {
            total += part;
        }
        return total;
    }

    long least() {
        return least;
    }

    long most() {
        return most;
    }
}
