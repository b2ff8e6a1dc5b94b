package com.campaignmanager.bench.lab;

import com.campaignmanager.database.Database;
import com.campaignmanager.queue.RedisConnections;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.settings.Settings.DatabaseSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** One database of the lab and the Redis beside it. Closing drops a copied database. */
public final class LabDatabase implements AutoCloseable {
    private final Lab lab;
    private final String name;
    private final Database database;

    LabDatabase(Lab lab, String name) {
        this.lab = lab;
        this.name = name;
        this.database = Database.open(settings().database());
    }

    /** For queries of the experiment and for loading. */
    public Jdbi jdbi() {
        return database.jdbi();
    }

    /** The environment of the functions; {@code more} has the form {@code NAME=value}. */
    public Map<String, String> environment(String... more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", lab.databaseUrl(name));
        environment.put("REDIS_URL", lab.redisUrl());
        environment.put("LOG_LEVEL", "WARN");
        for (String variable : more) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return environment;
    }

    public Settings settings(String... more) {
        return Settings.from(environment(more));
    }

    public SendQueue queue() {
        return new SendQueue(new RedisConnections(settings().redis()));
    }

    /** Writes everything to disk, so that no postponed work falls into the next sample. */
    public void checkpoint() {
        run("CHECKPOINT");
    }

    /** Uses a connection of its own, since a pooled one limits a statement to a minute. */
    public void run(String sql) {
        DatabaseSettings settings = settings().database();
        Jdbi.create(
                        settings.url(),
                        settings.user().orElse(""),
                        settings.password().orElse(""))
                .useHandle(handle -> handle.execute(sql));
    }

    public long number(String sql) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    public List<Long> numbers(String sql) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(sql).mapTo(Long.class).list());
    }

    /** @throws IllegalStateException if the number is different: the measurement is then meaningless */
    public void require(long expected, String sql) {
        long found = number(sql);
        if (found != expected) {
            throw new IllegalStateException("expected " + expected + " and found " + found + ": " + sql);
        }
    }

    @Override
    public void close() {
        database.close();
        if (!lab.isOriginal(name)) {
            lab.drop(name);
        }
    }
}
