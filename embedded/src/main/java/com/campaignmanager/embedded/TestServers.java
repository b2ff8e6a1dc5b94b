package com.campaignmanager.embedded;

import com.campaignmanager.migrations.FunctionRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL and one Redis for all tests of a JVM: started at first use, fast and forgetful, gone with all their files
 * when the JVM ends. The next JVM removes what a killed one has left.
 */
public final class TestServers {
    private static final String TEMPLATE = "migrated";

    private final PostgresServer postgres;
    private final RedisServer redis;
    private final AtomicInteger databases = new AtomicInteger();

    private TestServers(Path directory) {
        postgres = PostgresServer.start(directory.resolve("postgresql"), Options.fast());
        redis = RedisServer.start(directory.resolve("redis"), Options.fast());
        postgres.ensureDatabase(TEMPLATE);
        postgres.migrate(TEMPLATE);
        postgres.ensureRoles(TEMPLATE);
    }

    private static final class Only {
        static final TestServers SERVERS = launch();
    }

    /** The servers of this JVM. */
    public static TestServers get() {
        return Only.SERVERS;
    }

    /** A database of the test's own, migrated and empty: {@code postgresql://user:password@127.0.0.1:port/name}. */
    public String newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        postgres.copyDatabase(TEMPLATE, name);
        return postgres.url(name);
    }

    /** The same database, as the role of a function, which may do there what it may do in the cloud. */
    public String as(FunctionRole role, String database) {
        return postgres.url(database.substring(database.lastIndexOf('/') + 1), role);
    }

    /** A database of the test's own with nothing in it, for tests of the migrations themselves. */
    public String newEmptyDatabase() {
        String name = "test_" + databases.incrementAndGet();
        postgres.ensureDatabase(name);
        return postgres.url(name);
    }

    /** {@code redis://127.0.0.1:port}. */
    public String redis() {
        return redis.url();
    }

    /** Removes every key of every test. */
    public void flushRedis() {
        redis.flush();
    }

    private static TestServers launch() {
        TestDirectories.clearTheDead();
        Path directory = newDirectory();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> TestDirectories.clear(directory), "test-servers"));
        return new TestServers(directory);
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory(
                    TestDirectories.root(), ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for the test servers", e);
        }
    }
}
