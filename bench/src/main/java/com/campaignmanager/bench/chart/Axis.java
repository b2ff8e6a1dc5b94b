package com.campaignmanager.bench.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * The positions of values on one axis.
 *
 * @param logarithmic whether it has powers of ten; the values must then be positive
 */
record Axis(String label, double from, double to, boolean logarithmic) {
    /** An axis from zero to a round number that is not below the largest value. */
    static Axis linear(String label, double largest) {
        double step = step(largest);
        return new Axis(label, 0, Math.max(step, Math.ceil(largest / step) * step), false);
    }

    /** An axis between the powers of ten around these values. */
    static Axis logarithmic(String label, double smallest, double largest) {
        double from = Math.pow(10, Math.floor(Math.log10(smallest)));
        double to = Math.pow(10, Math.ceil(Math.log10(largest)));
        return new Axis(label, from, to > from ? to : from * 10, true);
    }

    /** The position of a value, from 0 to 1. */
    double place(double value) {
        return logarithmic
                ? (Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from))
                : (value - from) / (to - from);
    }

    /** The values that have a line and a number. */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        if (logarithmic) {
            for (double mark = from; mark <= to * 1.000001; mark *= 10) {
                marks.add(mark);
            }
            return marks;
        }
        double step = step(to - from);
        for (double mark = from; mark <= to + step / 1_000; mark += step) {
            marks.add(mark);
        }
        return marks;
    }

    /** A round step that fits four to ten times into the range. */
    private static double step(double range) {
        if (range <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(range)));
        double times = range / power;
        return times >= 5 ? power : times >= 2 ? power / 2 : power / 5;
    }
}
