package com.campaignmanager.bench.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Two subjects measured in turn, A B A B …, so that other load on the machine affects both alike. Each pair gives one ratio,
 * and the result is the median of the ratios.
 */
public record Pairs(Series a, Series b, Series ratio) {

    /** @param warmUps pairs that are not counted, for JIT, caches and connections */
    public static Pairs interleaved(int warmUps, int pairs, Sample a, Sample b) throws Exception {
        for (int i = 0; i < warmUps; i++) {
            a.take();
            b.take();
        }
        List<Double> as = new ArrayList<>();
        List<Double> bs = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            as.add(a.take());
            bs.add(b.take());
        }
        return of(as, bs);
    }

    /** The pairs of samples that were taken in turn. */
    public static Pairs of(List<Double> as, List<Double> bs) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < as.size(); i++) {
            ratios.add(as.get(i) / bs.get(i));
        }
        return new Pairs(Series.of(as), Series.of(bs), Series.of(ratios));
    }
}
