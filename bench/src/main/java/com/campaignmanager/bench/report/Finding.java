package com.campaignmanager.bench.report;

import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.measure.Series;

/**
 * One line of the table.
 *
 * @param what the subject of the measurement, and its comparison
 * @param measured the figure with its spread
 * @param target empty if there is none
 * @param notes further information, such as the figures behind a ratio
 */
public record Finding(String what, String measured, String target, Verdict verdict, String notes) {

    /** A ratio with an upper limit; its median decides. */
    public static Finding atMost(String what, Pairs pairs, double most, String notes) {
        return new Finding(
                what,
                Figures.spread(pairs.ratio(), " ×"),
                "≤ " + Figures.plain(most) + " ×",
                Verdict.of(pairs.ratio().median() <= most),
                notes);
    }

    /** A quantity with an upper limit; its median decides. */
    public static Finding atMost(String what, Series series, double most, String unit, String notes) {
        return new Finding(
                what,
                Figures.spread(series, unit),
                "≤ " + Figures.plain(most) + unit,
                Verdict.of(series.median() <= most),
                notes);
    }

    /** A quantity with a lower limit; its median decides. */
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

    /** The line for an experiment that ended with an exception. */
    public static Finding failed(String experiment, Throwable why) {
        return new Finding(experiment, "–", "", Verdict.FAILED, String.valueOf(why));
    }
}
