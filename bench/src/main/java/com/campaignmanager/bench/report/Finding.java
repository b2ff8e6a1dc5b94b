package com.campaignmanager.bench.report;

import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.measure.Series;

/**
 * One line of the table.
 *
 * @param what was measured, and against what
 * @param measured with its spread
 * @param target empty: none
 * @param notes what else is good to know, such as the figures behind a ratio
 */
public record Finding(String what, String measured, String target, Verdict verdict, String notes) {

    /** A ratio that should be at most so much, judged by its median. */
    public static Finding atMost(String what, Pairs pairs, double most, String notes) {
        return new Finding(
                what,
                Figures.spread(pairs.ratio(), " ×"),
                "≤ " + Figures.plain(most) + " ×",
                Verdict.of(pairs.ratio().median() <= most),
                notes);
    }

    /** A quantity that should be at most so much, judged by its median. */
    public static Finding atMost(String what, Series series, double most, String unit, String notes) {
        return new Finding(
                what,
                Figures.spread(series, unit),
                "≤ " + Figures.plain(most) + unit,
                Verdict.of(series.median() <= most),
                notes);
    }

    /** A quantity that should be at least so much, judged by its median. */
    public static Finding atLeast(String what, Series series, double least, String unit, String notes) {
        return new Finding(
                what,
                Figures.spread(series, unit),
                "≥ " + Figures.plain(least) + unit,
                Verdict.of(series.median() >= least),
                notes);
    }

    /** A quantity without a target. */
    public static Finding shown(String what, Series series, String unit, String notes) {
        return new Finding(what, Figures.spread(series, unit), "", Verdict.SHOWN, notes);
    }

    /** What stands in the place of an experiment that ended with an exception. */
    public static Finding failed(String experiment, Throwable why) {
        return new Finding(experiment, "–", "", Verdict.FAILED, String.valueOf(why));
    }
}
