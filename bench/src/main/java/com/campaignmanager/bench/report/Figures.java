package com.campaignmanager.bench.report;

import com.campaignmanager.bench.measure.Series;
import java.util.Locale;

/** Formats numbers for people: three significant figures, and commas between thousands. */
public final class Figures {
    private Figures() {}

    /** A median and, if there is more than one sample, the minimum and the maximum. */
    public static String spread(Series series, String unit) {
        String median = plain(series.median()) + unit;
        return series.size() == 1 ? median : median + " (" + plain(series.least()) + " – " + plain(series.most()) + ")";
    }

    public static String plain(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3g", value);
    }
}
