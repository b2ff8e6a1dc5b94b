package com.campaignmanager.bench.lab;

import com.campaignmanager.bench.Plan;
import com.campaignmanager.bench.chart.Chart;
import com.campaignmanager.bench.measure.Cpu;
import com.campaignmanager.bench.report.Results;
import com.campaignmanager.embedded.Options;
import com.campaignmanager.embedded.PostgresServer;
import com.campaignmanager.embedded.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * The servers for all experiments, with {@code fsync} and {@code synchronous_commit} on, and loaded databases.
 */
public final class Lab implements AutoCloseable {
    /** Large enough that no checkpoint falls into some samples and not into others; a managed server has the same. */
    private static final List<String> POSTGRES_SETTINGS = List.of(
            "shared_buffers = '2GB'",
            "max_wal_size = '16GB'",
            "checkpoint_timeout = '30min'",
            "maintenance_work_mem = '512MB'");

    private static final String EMPTY = "migrated";

    private final Path directory;
    private final Plan plan;
    private final Results results;
    private final PostgresServer postgres;
    private final RedisServer redis;
    private final Set<String> loaded = new HashSet<>();
    private final AtomicInteger copies = new AtomicInteger();

    private Lab(Path directory, Plan plan, Results results, PostgresServer postgres, RedisServer redis) {
        this.directory = directory;
        this.plan = plan;
        this.results = results;
        this.postgres = postgres;
        this.redis = redis;
    }

    public static Lab open(Path directory, Plan plan, Results results) throws IOException {
        PostgresServer.stopLeftOver(
                directory.resolve("postgresql"), Options.lasting(), java.time.Duration.ofSeconds(9));
        delete(directory);
        PostgresServer postgres = PostgresServer.start(directory.resolve("postgresql"), Options.lasting());
        RedisServer redis = RedisServer.start(directory.resolve("redis"), Options.fast());
        Lab lab = new Lab(directory, plan, results, postgres, redis);
        lab.set();
        postgres.ensureDatabase(EMPTY);
        postgres.migrate(EMPTY);
        return lab;
    }

    private void set() {
        Jdbi server = server();
        POSTGRES_SETTINGS.forEach(setting -> server.useHandle(handle -> handle.execute("ALTER SYSTEM SET " + setting)));
        postgres.stop();
        postgres.restart();
    }

    public Plan plan() {
        return plan;
    }

    /** A directory for the files of an experiment. */
    public Path directory(String name) throws IOException {
        Path path = directory.resolve(name);
        delete(path);
        return Files.createDirectories(path);
    }

    public void chart(String name, Chart chart) {
        results.chart(name, chart);
    }

    /** Processor time of this JVM, PostgreSQL and Redis. */
    public Cpu cpu() {
        return new Cpu(List.of(postgres.pid(), redis.pid()));
    }

    /** A database with only the schema. Empties Redis. */
    public LabDatabase empty() {
        return copy(EMPTY);
    }

    /** A database with this load, which is loaded once and copied for each caller. Empties Redis. */
    public LabDatabase with(Load load) {
        if (!loaded.contains(load.name())) {
            load(load);
        }
        return copy(load.name());
    }

    /** Loads all or nothing: half a load would spoil the next experiment that uses it. */
    private void load(Load load) {
        postgres.copyDatabase(EMPTY, load.name());
        loaded.add(load.name());
        try (LabDatabase original = new LabDatabase(this, load.name())) {
            load.into(original, plan.seed());
        } catch (RuntimeException | Error e) {
            forget(load);
            throw e;
        }
    }

    /** Frees the disk space of a load. */
    public void forget(Load load) {
        if (loaded.remove(load.name())) {
            drop(load.name());
        }
    }

    private LabDatabase copy(String original) {
        String name = "copy_" + copies.incrementAndGet();
        postgres.copyDatabase(original, name);
        redis.flush();
        LabDatabase database = new LabDatabase(this, name);
        database.checkpoint();
        return database;
    }

    String databaseUrl(String name) {
        return postgres.url(name);
    }

    String redisUrl() {
        return redis.url();
    }

    void drop(String name) {
        server().useHandle(handle -> handle.execute("DROP DATABASE " + name + " WITH (FORCE)"));
    }

    boolean isOriginal(String name) {
        return loaded.contains(name);
    }

    private Jdbi server() {
        String[] userAndRest =
                postgres.url("postgres").substring("postgresql://".length()).split("@");
        String[] user = userAndRest[0].split(":");
        return Jdbi.create("jdbc:postgresql://" + userAndRest[1], user[0], user[1]);
    }

    /** The versions and settings of the servers. */
    public String description() {
        return server().withHandle(handle -> "PostgreSQL "
                + handle.createQuery("SHOW server_version").mapTo(String.class).one()
                + " on the same machine, "
                + String.join(
                        ", ",
                        Stream.of("fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size")
                                .map(name -> name + " "
                                        + handle.createQuery("SHOW " + name)
                                                .mapTo(String.class)
                                                .one())
                                .toList())
                + "; every other setting at its default");
    }

    @Override
    public void close() throws IOException {
        redis.close();
        postgres.close();
        delete(directory);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
