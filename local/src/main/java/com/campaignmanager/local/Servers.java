package com.campaignmanager.local;

import com.campaignmanager.embedded.Options;
import com.campaignmanager.embedded.PostgresServer;
import com.campaignmanager.embedded.RedisServer;
import com.campaignmanager.embedded.ServerFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL and Redis: the servers that the settings name, or embedded ones that keep their data. */
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

    /** Stops servers that an earlier run has left running, and starts them again. Returns when both can be used. */
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

    /** The addresses, by the variables that the functions read. */
    Map<String, String> addresses() {
        return Map.copyOf(addresses);
    }

    /** Whether only this run works on the database. */
    boolean databaseIsOurs() {
        return settings.databaseUrl().isEmpty();
    }

    /** Stops both, whether this run or an earlier one has started them. Servers that the settings name keep running. */
    @Override
    public void close() {
        PostgresServer.stopLeftOver(data.postgresql(), lasting(0), STOP);
        RedisServer.stopLeftOver(data.redis(), lasting(0));
    }
}
