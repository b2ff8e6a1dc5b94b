package com.campaignmanager.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of this class path that prints one line when it is ready, and can be killed. */
final class Child implements AutoCloseable {
    private static final String READY = "ready: ";

    private final Process process;
    private final String said;

    private Child(Process process, String said) {
        this.process = process;
        this.said = said;
    }

    /** Starts it and waits until it is ready. Its log is appended to the file. */
    static Child start(Class<?> main, Map<String, String> environment, Path log, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Process process = builder.start();
            return new Child(process, awaitReady(process, log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String awaitReady(Process process, Path log) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = out.readLine()) != null) {
            if (line.startsWith(READY)) {
                Thread.ofVirtual().start(() -> keep(out, log));
                return line.substring(READY.length());
            }
            append(log, line);
        }
        throw new IOException("a process ended before it was ready; see " + log);
    }

    /** Reads on, so that the process never blocks on a full pipe. */
    private static void keep(BufferedReader out, Path log) {
        try (out) {
            String line;
            while ((line = out.readLine()) != null) {
                append(log, line);
            }
        } catch (IOException e) {
            // killed
        }
    }

    private static void append(Path log, String line) throws IOException {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Called within the process itself when it is ready. */
    static void say(String what) {
        print(READY + what);
    }

    static void print(String line) {
        PrintStream out = System.out;
        out.println(line);
        out.flush();
    }

    /** The line that it printed when it was ready. */
    String said() {
        return said;
    }

    /** Kills it as {@code kill -9} does; returns when it has ended. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
