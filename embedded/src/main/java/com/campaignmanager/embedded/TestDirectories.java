package com.campaignmanager.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The test servers' directories, each named after the process id of the JVM it belongs to. */
final class TestDirectories {
    private TestDirectories() {}

    static Path root() throws IOException {
        return Files.createDirectories(Programs.shared().resolve("tests"));
    }

    /** Stops the servers of a directory and deletes it. */
    static void clear(Path directory) {
        Path postgresql = directory.resolve("postgresql").resolve("postmaster.pid");
        new ServerProcess(postgresql, "postgres").kill();
        Path redis = directory.resolve("redis").resolve("redis.pid");
        new ServerProcess(redis, "redis-server").terminate(Duration.ZERO);
        Directories.delete(directory);
    }

    /** Clears the directories of JVMs that were killed. */
    static void clearTheDead() {
        try (Stream<Path> directories = Files.list(root())) {
            List<Path> dead = directories.filter(TestDirectories::isDead).toList();
            dead.forEach(TestDirectories::clear);
        } catch (IOException e) {
            throw new UncheckedIOException("can't clear old test servers", e);
        }
    }

    private static boolean isDead(Path directory) {
        String pid = directory.getFileName().toString().split("-", 2)[0];
        return ProcessHandle.of(Long.parseLong(pid)).isEmpty();
    }
}
