package com.campaignmanager.local;

import com.campaignmanager.embedded.Options;
import com.campaignmanager.embedded.PostgresServer;
import com.campaignmanager.embedded.RedisServer;
import com.campaignmanager.embedded.ServerFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The PostgreSQL and the Redis: those that were named, or embedded ones that keep everything. */
final class Servers implements AutoCloseable {
    private static final String DATABASE = "campaign_manager";
    private static final Duration STOP = Duration.ofSeconds(2);

    private final LocalSettings settings;
    private final DataDirectory data;
    private final Map<String, String> addresses = new HashMap<>();

    Servers(LocalSettings settings, DataDirectory data) {
        this.settings = settings;
        this.data = data;
    }

    /** What an earlier run has left running is stopped first. Returns when both can be used. */
    void start() {
        try {
            if (settings.reset()) {
                close();
                data.reset();
            }
            addresses.put("DATABASE_URL", settings.databaseUrl().orElseGet(this::startPostgres));
            addresses.put("REDIS_URL", settings.redisUrl().orElseGet(this::startRedis));
        } catch (ServerFailedException e) {
            throw new StartFailedException(e.getMessage(), e);
        }
    }

    private Options lasting(int port) {
        return Options.lasting().onPort(port).withProgramsIn(data.programs());
    }

    private String startPostgres() {
        PostgresServer server = PostgresServer.start(data.postgresql(), lasting(settings.postgresPort()));
        server.ensureDatabase(DATABASE);
        return server.url(DATABASE);
    }

    private String startRedis() {
        RedisServer server = RedisServer.start(data.redis(), lasting(settings.redisPort()));
        return server.url();
    }

    /** By the names of the variables that the functions read. */
    Map<String, String> addresses() {
        return Map.copyOf(addresses);
    }

    /** Whether nobody but this run works on the database. */
    boolean databaseIsOurs() {
        return settings.databaseUrl().isEmpty();
    }

    /** Stops both, whether this run has started them or one before; nothing happens to servers that were named. */
    @Override
    public void close() {
        PostgresServer.stopLeftOver(data.postgresql(), lasting(0), STOP);
        RedisServer.stopLeftOver(data.redis(), lasting(0));
    }
}
