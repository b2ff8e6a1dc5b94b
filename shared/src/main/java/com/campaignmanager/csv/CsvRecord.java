package com.campaignmanager.csv;

import java.util.List;

/** A record of a CSV file. */
public sealed interface CsvRecord {
    /** The number of its first physical line, from 1. */
    long line();

    /** @param guessed whether one of its lines was not UTF-8, and was read as Windows-1252 */
    record Fields(long line, List<String> values, boolean guessed) implements CsvRecord {}

    /**
     * A line that no record begins with. The next record is looked for on the line after it.
     *
     * @param text the line, or its beginning
     */
    record Unreadable(long line, String text, Fault fault) implements CsvRecord {}

    /** Why a line begins no record. */
    enum Fault {
        QUOTE_IN_THE_WRONG_PLACE(
                "quote in the wrong place: a field is quoted as a whole, and a quote within it is doubled"),
        QUOTE_NOT_CLOSED(
                "quote not closed within " + CsvParser.MAX_LINES + " lines or " + CsvParser.MAX_LENGTH / 1024 + " KB"),
        LINE_TOO_LONG("text too long: the line has more than " + PhysicalLines.MAX_LINE / 1024 / 1024 + " MB");

        private final String reason;

        Fault(String reason) {
            this.reason = reason;
        }

        /** In words. */
        public String reason() {
            return reason;
        }
    }
}
