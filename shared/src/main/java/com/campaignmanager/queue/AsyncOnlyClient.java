package com.campaignmanager.queue;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;

/**
 * A client whose connections have asynchronous commands alone. For the others Lettuce generates a class with a method for
 * every command of Redis, at each cold start, used or not: a quarter of a second on Lambda's one core.
 */
final class AsyncOnlyClient extends RedisClient {
    AsyncOnlyClient(ClientResources resources, RedisURI uri) {
        super(resources, uri);
    }

    @Override
    protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(
            RedisChannelWriter writer, PushHandler push, RedisCodec<K, V> codec, Duration timeout) {
        return new AsyncOnlyConnection<>(writer, push, codec, timeout);
    }

    private static final class AsyncOnlyConnection<K, V> extends StatefulRedisConnectionImpl<K, V> {
        AsyncOnlyConnection(RedisChannelWriter writer, PushHandler push, RedisCodec<K, V> codec, Duration timeout) {
            super(writer, push, codec, timeout);
        }

        /** Nobody asks for them. */
        @Override
        protected RedisCommands<K, V> newRedisSyncCommandsImpl() {
            return null;
        }

        /** Nor for these. */
        @Override
        protected RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
            return null;
        }
    }
}
