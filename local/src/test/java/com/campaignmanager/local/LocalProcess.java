package com.campaignmanager.local;

import com.campaignmanager.embedded.Options;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A run of the local system in a JVM of its own, with what it has printed. */
final class LocalProcess {
    private static final long PATIENCE_SECONDS = 180;
    /** What the contract allows for an end. */
    private static final long END_SECONDS = 8;

    private final Process process;
    private final Path output;

    private LocalProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static LocalProcess start(Path data, Map<String, String> environment, String... options) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of(options));
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), Local.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("DATA_DIR", data.toRealPath().toString(), "PORT", "0"));
        builder.environment().putAll(environment);
        unpackOnce(data);
        Path output = Files.createTempFile("local", ".out");
        output.toFile().deleteOnExit();
        return new LocalProcess(
                builder.redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    /** All test runs use the same programs; unpacking them takes longer than the rest of a start. */
    private static void unpackOnce(Path data) throws IOException {
        Path programs = data.resolve("programs");
        if (!Files.exists(programs)) {
            Files.createDirectories(Options.fast().programs());
            Files.createSymbolicLink(programs, Options.fast().programs());
        }
    }

    long pid() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits until all three addresses are printed. */
    void awaitUp() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (address("redis").isEmpty()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("not up: " + output());
            }
            pause();
        }
    }

    String database() throws IOException {
        return address("postgresql").orElseThrow();
    }

    int get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(address("http").orElseThrow() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    void sql(String statement) throws IOException, SQLException {
        try (Connection connection = connect();
                Statement on = connection.createStatement()) {
            on.execute(statement);
        }
    }

    long number(String query) throws IOException, SQLException {
        try (Connection connection = connect();
                Statement on = connection.createStatement();
                ResultSet rows = on.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As {@code kill}, and it must end in time. */
    void terminate() throws IOException {
        process.destroy();
        if (!ended(END_SECONDS)) {
            throw new AssertionError("still there after " + END_SECONDS + " s: " + output());
        }
    }

    int awaitEnd() {
        if (!ended(PATIENCE_SECONDS)) {
            throw new AssertionError("does not end");
        }
        return process.exitValue();
    }

    /** The PostgreSQL and Redis servers that run from a data directory. */
    static List<ProcessHandle> serversOn(Path data) {
        return Stream.of(data.resolve("postgresql/postmaster.pid"), data.resolve("redis/redis.pid"))
                .flatMap(file -> noted(file).stream())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    static void killAllOn(Path data) {
        noted(data.resolve("owner")).flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
        serversOn(data).forEach(server -> {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        });
    }

    private static Optional<Long> noted(Path pidFile) {
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<String> address(String scheme) throws IOException {
        return Pattern.compile("^" + scheme + "://\\S+$", Pattern.MULTILINE)
                .matcher(output())
                .results()
                .map(result -> result.group())
                .findFirst();
    }

    private Connection connect() throws IOException, SQLException {
        String[] parts = database().substring("postgresql://".length()).split("@", 2);
        String[] login = parts[0].split(":", 2);
        return DriverManager.getConnection("jdbc:postgresql://" + parts[1], login[0], login[1]);
    }

    private boolean ended(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
