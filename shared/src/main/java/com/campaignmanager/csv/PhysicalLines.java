package com.campaignmanager.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/**
 * Reads a text file line by line, ended by LF, CRLF or CR, in memory that doesn't grow with the file, and looks ahead. It can
 * begin at any line's start.
 */
public final class PhysicalLines implements AutoCloseable {
    /** Of a longer line, in bytes, only the beginning is kept. */
    public static final int MAX_LINE = 1 << 20;

    private static final int BUFFER = 1 << 16;

    /** Where a line begins. */
    public record Position(long offset, long line) {
        /** The first byte of a file, which may be a mark. */
        public static final Position START = new Position(0, 1);
    }

    private final InputStream file;
    private final TextEncoding encoding;
    private final ArrayDeque<PhysicalLine> ahead = new ArrayDeque<>();
    private byte[] buffer = new byte[BUFFER];
    /** What is in the buffer and not yet read. */
    private int from;

    private int to;
    private boolean ended;
    private Position next;
    private Position taken;

    private PhysicalLines(InputStream file, TextEncoding encoding, Position position) {
        this.file = file;
        this.encoding = encoding;
        this.next = position;
        this.taken = position;
    }

    /** From the file's start. */
    public static PhysicalLines of(InputStream file) throws IOException {
        byte[] start = file.readNBytes(TextEncoding.LONGEST_MARK);
        TextEncoding encoding = TextEncoding.of(start);
        int mark = encoding.markLength(start);
        PhysicalLines lines = new PhysicalLines(file, encoding, new Position(mark, 1));
        lines.to = start.length - mark;
        System.arraycopy(start, mark, lines.buffer, 0, lines.to);
        return lines;
    }

    /**
     * Goes on with a file.
     *
     * @param rest the file from the position on
     */
    public static PhysicalLines goingOn(InputStream rest, TextEncoding encoding, Position position) {
        return new PhysicalLines(rest, encoding, position);
    }

    public TextEncoding encoding() {
        return encoding;
    }

    /** Where the first line begins that was not taken yet. */
    public Position position() {
        return taken;
    }

    /**
     * A line that stays where it is.
     *
     * @param index how many lines before it have not been taken either
     * @throws UncheckedIOException if the file can't be read
     */
    public Optional<PhysicalLine> peek(int index) {
        while (ahead.size() <= index) {
            Optional<PhysicalLine> line = read();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            ahead.addLast(line.get());
        }
        if (index == 0) {
            return Optional.of(ahead.getFirst());
        }
        Iterator<PhysicalLine> lines = ahead.iterator();
        for (int i = 0; i < index; i++) {
            lines.next();
        }
        return Optional.of(lines.next());
    }

    /** Takes lines that have been looked at. */
    public void take(int count) {
        for (int i = 0; i < count; i++) {
            PhysicalLine line = ahead.removeFirst();
            taken = new Position(line.next(), line.number() + 1);
        }
    }

    private Optional<PhysicalLine> read() {
        int unit = encoding.unit();
        int end = from;
        boolean cut = false;
        while (true) {
            if (end + unit > to) {
                if (to - from > MAX_LINE) {
                    cut = true;
                    dropBehind(end);
                    end = from + BUFFER;
                }
                int before = from;
                if (!fill()) {
                    return lastLine(cut);
                }
                end -= before - from;
                continue;
            }
            if (encoding.isAt(buffer, end, '\n') || encoding.isAt(buffer, end, '\r')) {
                return Optional.of(line(end, cut));
            }
            end += unit;
        }
    }

    /** Keeps only the beginning of a line, up to which the text is known to hold no line's end. */
    private void dropBehind(int end) {
        int kept = from + BUFFER;
        dropped += end - kept;
        System.arraycopy(buffer, end, buffer, kept, to - end);
        to -= end - kept;
    }

    /** Bytes of the line being read that are not in the buffer any more. */
    private long dropped;

    private Optional<PhysicalLine> lastLine(boolean cut) {
        if (from == to) {
            return Optional.empty();
        }
        PhysicalLine line = lineOf(to, "", to, cut);
        return Optional.of(line);
    }

    private PhysicalLine line(int end, boolean cut) {
        int unit = encoding.unit();
        if (encoding.isAt(buffer, end, '\n')) {
            return lineOf(end, "\n", end + unit, cut);
        }
        int length = end - from;
        while (from + length + 2 * unit > to && fill()) {
            // until the character after the carriage return is there, or the file ends
        }
        int at = from + length;
        boolean lineFeed = at + 2 * unit <= to && encoding.isAt(buffer, at + unit, '\n');
        return lineFeed ? lineOf(at, "\r\n", at + 2 * unit, cut) : lineOf(at, "\r", at + unit, cut);
    }

    private PhysicalLine lineOf(int textEnd, String end, int lineEnd, boolean cut) {
        TextEncoding.Decoded decoded =
                encoding.decode(buffer, from, (cut ? Math.min(textEnd, from + BUFFER) : textEnd) - from);
        long after = next.offset + dropped + (lineEnd - from);
        PhysicalLine line = new PhysicalLine(next.line, decoded.text(), end, after, decoded.guessed() && !cut, cut);
        next = new Position(after, next.line + 1);
        dropped = 0;
        from = lineEnd;
        return line;
    }

    /** Reads more, and moves what is there to the buffer's start. False at the file's end. */
    private boolean fill() {
        if (ended) {
            return false;
        }
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        try {
            int read = file.read(buffer, to, buffer.length - to);
            ended = read < 0;
            to += Math.max(read, 0);
            return !ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
