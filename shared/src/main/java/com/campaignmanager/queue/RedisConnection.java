package com.campaignmanager.queue;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One connection to Redis, opened at first use and replaced when it may be dead. The network may drop a connection without
 * telling either side, while a function is frozen or when a node is replaced. Such a connection would swallow commands for
 * a quarter of an hour, until the kernel stops repeating them.
 */
final class RedisConnection {
    /** After a longer pause the connection isn't trusted: opening another one costs less than testing it. */
    private static final Duration TRUSTED = Duration.ofSeconds(45);

    /**
     * The answers of a node that is of no use for a while: it has become a replica, is loading its data, or is a replica that
     * has lost its master. Another connection may lead to the node that took over. In a script's answer the word comes
     * later in the text.
     */
    private static final Pattern WRONG_NODE = Pattern.compile("\\b(READONLY|LOADING|MASTERDOWN|UNBLOCKED)\\b");

    private final Supplier<StatefulConnection<String, String>> opening;
    private final Clock clock;
    private Optional<StatefulConnection<String, String>> current = Optional.empty();
    private Instant lastUse = Instant.MIN;

    /** @param opening opens a connection, or throws {@link QueueUnavailableException} */
    RedisConnection(Supplier<StatefulConnection<String, String>> opening, Clock clock) {
        this.opening = opening;
        this.clock = clock;
    }

    /**
     * Sends commands together and waits for their answers, for each at most that long.
     *
     * @throws QueueUnavailableException if there is no connection, no answer in time, or a refusal; the connection is
     *     closed unless another one would be refused as well
     */
    <T> List<T> ask(
            Function<RedisClusterAsyncCommands<String, String>, List<RedisFuture<T>>> commands, Duration atMost) {
        StatefulConnection<String, String> connection = open();
        try {
            List<RedisFuture<T>> asked = commands.apply(async(connection));
            List<T> answers = new ArrayList<>(asked.size());
            for (RedisFuture<T> each : asked) {
                answers.add(each.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
            }
            return answers;
        } catch (ExecutionException e) {
            if (isWrongNode(e.getCause())) {
                giveUp(connection);
            }
            throw new QueueUnavailableException(e.getCause());
        } catch (RedisException e) {
            throw new QueueUnavailableException(e);
        } catch (TimeoutException e) {
            giveUp(connection);
            throw new QueueUnavailableException(new TimeoutException("no answer for " + atMost.toMillis() + " ms"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueUnavailableException(e);
        }
    }

    private static boolean isWrongNode(Throwable refusal) {
        return refusal instanceof RedisCommandExecutionException
                && WRONG_NODE.matcher(String.valueOf(refusal.getMessage())).find();
    }

    private synchronized StatefulConnection<String, String> open() {
        Instant now = clock.instant();
        if (lastUse.isBefore(now.minus(TRUSTED))) {
            current.ifPresent(this::giveUp);
        }
        if (current.isEmpty()) {
            current = Optional.of(opening.get());
        }
        lastUse = now;
        return current.get();
    }

    private synchronized void giveUp(StatefulConnection<String, String> connection) {
        connection.closeAsync();
        current = current.filter(other -> other != connection);
    }

    /** Its client is about to close it, and all others. */
    synchronized void forget() {
        current = Optional.empty();
    }

    private static RedisClusterAsyncCommands<String, String> async(StatefulConnection<String, String> connection) {
        return switch (connection) {
            case StatefulRedisClusterConnection<String, String> cluster -> cluster.async();
            case StatefulRedisConnection<String, String> single -> single.async();
            default -> throw new IllegalStateException("no such connection");
        };
    }
}
