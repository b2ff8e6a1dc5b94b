package com.campaignmanager.csv;

import com.campaignmanager.csv.CsvRecord.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one record by RFC 4180. Blanks around a quoted field are left out. */
final class CsvParser {
    /** Lines and characters within which a quoted field must be closed. */
    static final int MAX_LINES = 100;

    static final int MAX_LENGTH = 64 * 1024;

    private static final char QUOTE = '"';

    private final PhysicalLines lines;
    private final char delimiter;
    private final int first;
    private final List<String> fields = new ArrayList<>();
    private PhysicalLine line;
    private int used = 1;
    private int length;
    private boolean guessed;
    /** Where in the line the parser is. */
    private int at;

    /** @param lines how many lines it takes */
    record Parsed(CsvRecord record, int lines) {}

    private CsvParser(PhysicalLines lines, int first, PhysicalLine line, char delimiter) {
        this.lines = lines;
        this.first = first;
        this.line = line;
        this.delimiter = delimiter;
        this.length = line.text().length();
        this.guessed = line.guessed();
    }

    /**
     * The record that begins with a line that was not taken yet; empty at the file's end. Takes nothing.
     *
     * @param index how many lines before it were not taken either
     */
    static Optional<Parsed> parse(PhysicalLines lines, int index, char delimiter) {
        return lines.peek(index).map(line -> new CsvParser(lines, index, line, delimiter).parse(line));
    }

    private Parsed parse(PhysicalLine start) {
        Optional<Fault> fault = start.cut() ? Optional.of(Fault.LINE_TOO_LONG) : readFields();
        return fault.map(found -> new Parsed(new CsvRecord.Unreadable(start.number(), start.text(), found), 1))
                .orElseGet(() -> new Parsed(new CsvRecord.Fields(start.number(), fields, guessed), used));
    }

    private Optional<Fault> readFields() {
        while (true) {
            int quote = afterBlanks(at);
            Optional<Fault> fault =
                    quote < line.text().length() && line.text().charAt(quote) == QUOTE ? quoted(quote + 1) : plain();
            if (fault.isPresent()) {
                return fault;
            }
            if (at == line.text().length()) {
                return Optional.empty();
            }
            at++; // the delimiter
        }
    }

    private Optional<Fault> plain() {
        String text = line.text();
        int delimited = text.indexOf(delimiter, at);
        int end = delimited < 0 ? text.length() : delimited;
        String field = text.substring(at, end);
        at = end;
        fields.add(field);
        return field.indexOf(QUOTE) < 0 ? Optional.empty() : Optional.of(Fault.QUOTE_IN_THE_WRONG_PLACE);
    }

    private Optional<Fault> quoted(int start) {
        StringBuilder field = new StringBuilder();
        at = start;
        while (true) {
            String text = line.text();
            int quote = text.indexOf(QUOTE, at);
            if (quote < 0) {
                field.append(text, at, text.length()).append(line.end());
                if (!toNextLine()) {
                    return Optional.of(Fault.QUOTE_NOT_CLOSED);
                }
            } else if (quote + 1 < text.length() && text.charAt(quote + 1) == QUOTE) {
                field.append(text, at, quote + 1);
                at = quote + 2;
            } else {
                fields.add(field.append(text, at, quote).toString());
                at = afterBlanks(quote + 1);
                boolean closed = at == text.length() || text.charAt(at) == delimiter;
                return closed ? Optional.empty() : Optional.of(Fault.QUOTE_IN_THE_WRONG_PLACE);
            }
        }
    }

    private boolean toNextLine() {
        if (used == MAX_LINES) {
            return false;
        }
        Optional<PhysicalLine> following = lines.peek(first + used);
        if (following.isEmpty() || following.get().cut()) {
            return false;
        }
        line = following.get();
        used++;
        length += line.text().length();
        guessed |= line.guessed();
        at = 0;
        return length <= MAX_LENGTH;
    }

    private int afterBlanks(int index) {
        String text = line.text();
        int after = index;
        while (after < text.length() && isBlank(text.charAt(after))) {
            after++;
        }
        return after;
    }

    private boolean isBlank(char c) {
        return (c == ' ' || c == '\t') && c != delimiter;
    }
}
