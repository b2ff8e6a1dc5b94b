package com.campaignmanager.local.terminal;

import java.io.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The one place that writes to the terminal: whole lines (the log's too) and, on a real terminal, one line at the bottom
 * that is written over as work goes on.
 */
public final class Terminal {
    private static final String CLEAR_LINE = "\r\u001b[K";
    /** A line that the terminal breaks in two could not be written over. */
    private static final int WIDTH = 79;

    private final PrintStream out;
    private final boolean interactive;
    private String bottom = "";

    private Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /** Takes over standard output, so that what others print there does not run into the bottom line. */
    public static Terminal takeOver() {
        boolean interactive = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        Terminal terminal = new Terminal(System.out, interactive);
        if (interactive) {
            System.setOut(new PrintStream(terminal.new AboveBottom(), true, StandardCharsets.UTF_8));
        }
        return terminal;
    }

    public boolean interactive() {
        return interactive;
    }

    public synchronized void line(String text) {
        erase();
        out.println(text);
        drawBottom();
    }

    /** What was wrong, for whoever started this. */
    public synchronized void error(String text) {
        erase();
        System.err.println(text);
    }

    /** Replaces the bottom line; empty: none. Only on a real terminal. */
    public synchronized void bottom(String text) {
        erase();
        bottom = text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…";
        drawBottom();
    }

    private void erase() {
        if (!bottom.isEmpty()) {
            out.print(CLEAR_LINE);
        }
    }

    private void drawBottom() {
        out.print(bottom);
        out.flush();
    }

    /** What others print, one write at a time: a log line is one. */
    private final class AboveBottom extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            synchronized (Terminal.this) {
                erase();
                out.write(bytes, from, length);
                if (length > 0 && bytes[from + length - 1] == '\n') {
                    drawBottom();
                }
            }
        }
    }
}
