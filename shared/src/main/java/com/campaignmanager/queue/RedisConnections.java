package com.campaignmanager.queue;

import com.campaignmanager.iam.IamTokens;
import com.campaignmanager.settings.Settings.RedisSettings;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections to Redis, whether a single node or a cluster, opened at first use: one that everything shares, and one for
 * commands that block. While a single node is away, commands are refused at once; in a cluster they wait for {@link #TIMEOUT}
 * and are then withdrawn. Connections that were cut are opened again, and silent ones are replaced. A command may then be
 * sent twice, which does no harm with the commands used here.
 */
public final class RedisConnections implements AutoCloseable {
    /** The longest any command may take. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SHUTDOWN = Duration.ofSeconds(1);

    private final RedisSettings settings;
    private final RedisConnection shared;
    private final RedisConnection blocking;
    private @Nullable ClientResources resources;
    private @Nullable AbstractRedisClient client;

    public RedisConnections(RedisSettings settings) {
        this(settings, Clock.systemUTC());
    }

    RedisConnections(RedisSettings settings, Clock clock) {
        this.settings = settings;
        this.shared = new RedisConnection(this::connect, clock);
        this.blocking = new RedisConnection(this::connect, clock);
    }

    /**
     * The answer of Redis to a command.
     *
     * @throws QueueUnavailableException if there is none within {@link #TIMEOUT}
     */
    <T> T answer(Function<RedisClusterAsyncCommands<String, String>, RedisFuture<T>> command) {
        return answers(commands -> List.of(command.apply(commands))).getFirst();
    }

    /** The same for several commands, sent together. */
    <T> List<T> answers(Function<RedisClusterAsyncCommands<String, String>, List<RedisFuture<T>>> commands) {
        return shared.ask(commands, TIMEOUT);
    }

    /** The same for a command that may block for so long itself. */
    <T> T answer(Function<RedisClusterAsyncCommands<String, String>, RedisFuture<T>> command, Duration blocked) {
        return blocking.ask(commands -> List.of(command.apply(commands)), blocked.plus(TIMEOUT))
                .getFirst();
    }

    /** Whether a connection was opened or attempted. */
    public synchronized boolean isOpen() {
        return client != null;
    }

    private StatefulConnection<String, String> connect() {
        try {
            return switch (client()) {
                case RedisClusterClient cluster -> cluster.connect();
                case RedisClient single -> single.connect();
                default -> throw new IllegalStateException("no such client");
            };
        } catch (RedisException e) {
            throw new QueueUnavailableException(e);
        }
    }

    private synchronized AbstractRedisClient client() {
        if (client == null) {
            resources = LeanResources.create();
            client = client(resources);
        }
        return client;
    }

    private AbstractRedisClient client(ClientResources resources) {
        RedisURI uri = RedisURI.create(settings.url());
        // Asked for each new connection, so that none is refused for a token that has expired.
        settings.iam()
                .ifPresent(iam -> uri.setCredentialsProvider(RedisCredentialsProvider.from(() -> RedisCredentials.just(
                        iam.user(), IamTokens.ofThisFunction().forCache(iam)))));
        uri.setTimeout(CONNECT);
        if (settings.cluster()) {
            RedisClusterClient cluster = RedisClusterClient.create(resources, uri);
            cluster.setOptions(clusterOptions());
            return cluster;
        }
        RedisClient single = new AsyncOnlyClient(resources, uri);
        single.setOptions(common(ClientOptions.builder())
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        return single;
    }

    private static ClusterClientOptions clusterOptions() {
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        common(options);
        return options
                // ElastiCache may give a name to another node.
                .validateClusterNodeMembership(false)
                // The first command for a node opens the connection, and would be refused.
                .disconnectedBehavior(DisconnectedBehavior.ACCEPT_COMMANDS)
                .build();
    }

    private static ClientOptions.Builder common(ClientOptions.Builder options) {
        return options.socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT)
                        .keepAlive(true)
                        .build())
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT.multipliedBy(2)));
    }

    @Override
    public void close() {
        shared.forget();
        blocking.forget();
        shutDown();
    }

    private synchronized void shutDown() {
        if (client != null) {
            client.shutdown(Duration.ZERO, SHUTDOWN);
            resources.shutdown(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
            client = null;
        }
    }
}
