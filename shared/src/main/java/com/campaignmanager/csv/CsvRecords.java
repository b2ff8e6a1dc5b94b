package com.campaignmanager.csv;

import com.campaignmanager.csv.CsvParser.Parsed;
import java.util.Optional;

/** Reads the records of a CSV file, one after the other. */
public final class CsvRecords {
    /** What may stand between fields. */
    public static final String DELIMITERS = ",;\t|";

    private final PhysicalLines lines;
    private final char delimiter;

    public CsvRecords(PhysicalLines lines, char delimiter) {
        this.lines = lines;
        this.delimiter = delimiter;
    }

    /** The next record; empty at the file's end. */
    public Optional<CsvRecord> next() {
        Optional<Parsed> parsed = CsvParser.parse(lines, 0, delimiter);
        parsed.ifPresent(found -> lines.take(found.lines()));
        return parsed.map(Parsed::record);
    }

    /**
     * A record that begins with a line that was not taken yet, and stays where it is.
     *
     * @param index how many lines before it were not taken either
     */
    public Optional<CsvRecord> peek(int index) {
        return CsvParser.parse(lines, index, delimiter).map(Parsed::record);
    }

    /**
     * Takes the lines before a record, and the record.
     *
     * @param index as for {@link #peek}
     */
    public void takeThrough(int index) {
        CsvParser.parse(lines, index, delimiter).ifPresent(found -> lines.take(index + found.lines()));
    }
}
