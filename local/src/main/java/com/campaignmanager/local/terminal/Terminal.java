package com.campaignmanager.local.terminal;

import java.io.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The one place that writes to the terminal: whole lines (the log's too) and, on a real terminal, one line at the bottom
 * that is overwritten as work goes on.
 */
public final class Terminal {
    private static final String CLEAR_LINE = "\r\u001b[K";
    /** A line that the terminal breaks in two could not be overwritten. */
    private static final int WIDTH = 79;

    private final PrintStream out;
    private final boolean interactive;
    private String bottom = "";

    private Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /** Takes over standard output, so that lines printed by others do not run into the bottom line. */
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

    /** Says what was wrong to the person who started this. */
    public synchronized void error(String text) {
        erase();
        System.err.println(text);
    }

    /** Replaces the bottom line, or removes it if the text is empty. Only on a real terminal. */
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

    /** The output of others. Each write is printed in one piece; a log line is one write. */
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
