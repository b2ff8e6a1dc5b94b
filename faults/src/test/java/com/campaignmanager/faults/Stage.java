package com.campaignmanager.faults;

import com.campaignmanager.embedded.Options;
import com.campaignmanager.embedded.PostgresServer;
import com.campaignmanager.embedded.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** All that runs: the servers, the provider, and the functions as processes. */
final class Stage implements AutoCloseable {
    /** So slow that no more than twice the slots may be in doubt after a kill. */
    static final Duration PROVIDER_LATENCY = Duration.ofMillis(60);

    private static final int WORKERS = 3;
    private static final int SCHEDULERS = 2;

    private final Path directory;
    private final PostgresServer postgres;
    private final RedisServer redis;
    private final Child receiver;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Child> workers = new ArrayList<>();
    private final List<Child> schedulers = new ArrayList<>();
    private Child api;

    Stage(long seed, String uncertainSends) {
        try {
            directory = Files.createTempDirectory("faults-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postgres = PostgresServer.start(directory.resolve("postgresql"), Options.lasting());
        postgres.ensureDatabase("campaigns");
        postgres.migrate("campaigns");
        redis = RedisServer.start(directory.resolve("redis"), Options.fast());
        receiver = Child.start(
                Receiver.class,
                Map.of(),
                log(),
                Long.toString(seed),
                Long.toString(PROVIDER_LATENCY.toMillis()),
                received().toString());
        environment.putAll(Map.of(
                "DATABASE_URL", postgres.url("campaigns"),
                "REDIS_URL", redis.url(),
                "SENDER", "http",
                "SENDER_URL", receiver.said(),
                "SENDER_TIMEOUT", "3s",
                "LEASE", "8s",
                "RETRY_BACKOFF", "100ms,200ms,400ms",
                "UNCERTAIN_SENDS", uncertainSends,
                "MAX_WORKERS", "40",
                "LOG_LEVEL", "WARN"));
        for (int i = 0; i < WORKERS; i++) {
            workers.add(start("worker"));
        }
        for (int i = 0; i < SCHEDULERS; i++) {
            schedulers.add(start("scheduler"));
        }
        api = start("api");
    }

    private Child start(String function) {
        return Child.start(FunctionProcess.class, environment, log(), function);
    }

    private Path log() {
        return directory.resolve("log");
    }

    private Path received() {
        return directory.resolve("received");
    }

    void killWorker(int which) {
        replace(workers, which % WORKERS, "worker");
    }

    void killScheduler(int which) {
        replace(schedulers, which % SCHEDULERS, "scheduler");
    }

    private void replace(List<Child> children, int which, String function) {
        children.get(which).kill();
        children.set(which, start(function));
    }

    void killApi() {
        api.kill();
        api = start("api");
    }

    void killPostgres() {
        postgres.kill();
        postgres.restart();
    }

    /** Makes PostgreSQL a standby, as after a failover, with all sessions left open; then it is the primary again. */
    void refuseWrites(Runnable meanwhile) {
        refuseWrites(true);
        meanwhile.run();
        refuseWrites(false);
    }

    private void refuseWrites(boolean refused) {
        jdbi().useHandle(handle -> {
            handle.execute("ALTER SYSTEM SET default_transaction_read_only = " + refused);
            handle.execute("SELECT pg_reload_conf()");
        });
    }

    /** Makes Redis a replica, as after a failover; then it is the master again. */
    void makeRedisReplica(Runnable meanwhile) {
        redis.becomeReplica();
        meanwhile.run();
        redis.becomeMaster();
    }

    void killRedis() {
        redis.kill();
        redis.restart();
    }

    void flushRedis() {
        redis.flush();
    }

    String apiUrl() {
        return api.said();
    }

    String redisUrl() {
        return redis.url();
    }

    /** One connection per call, since PostgreSQL may be killed between two calls. */
    Jdbi jdbi() {
        return Jdbi.create("jdbc:" + postgres.url("campaigns").replaceFirst("//[^@]*@", "//"), user(0), user(1));
    }

    private String user(int part) {
        return postgres.url("campaigns")
                .replaceFirst("^[^/]*//([^@]*)@.*$", "$1")
                .split(":")[part];
    }

    List<ReceivedRequest> receivedRequests() {
        try {
            return ReceivedRequest.readAll(received());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of all functions, the killed ones included. */
    List<String> logged() {
        try {
            return Files.readAllLines(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        workers.forEach(Child::close);
        schedulers.forEach(Child::close);
        api.close();
        receiver.close();
        redis.close();
        postgres.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
