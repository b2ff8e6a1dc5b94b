package com.campaignmanager.bench.chart;

import java.util.ArrayList;
import java.util.List;

/** The positions of the names of a chart's lines: side by side, in as many rows as needed. */
record Legend(List<Entry> entries, int rows) {
    /** The width of the stroke of colour beside a name. */
    static final int STROKE = 18;

    /** The program that shows the picture chooses the font; averaged over a few words, no usual font has wider letters. */
    private static final int LETTER = 7;

    private static final int GAP = 20;

    /**
     * @param left position of its stroke, from the left of the legend
     * @param row counted from 0
     */
    record Entry(String name, int left, int row) {}

    /** @param width that no row exceeds; a single name that is wider is cut */
    static Legend of(List<String> names, int width) {
        List<Entry> entries = new ArrayList<>();
        int left = 0;
        int row = 0;
        for (String whole : names) {
            String name = cut(whole, (width - STROKE) / LETTER);
            int wide = STROKE + LETTER * name.length();
            if (left > 0 && left + wide > width) {
                left = 0;
                row++;
            }
            entries.add(new Entry(name, left, row));
            left += wide + GAP;
        }
        return new Legend(entries, row + 1);
    }

    private static String cut(String name, int letters) {
        return name.length() <= letters ? name : name.substring(0, letters - 1) + "…";
    }
}
