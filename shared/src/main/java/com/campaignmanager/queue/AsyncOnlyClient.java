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
import org.jspecify.annotations.Nullable;

/**
 * A client whose connections have only asynchronous commands. For the synchronous and reactive ones Lettuce generates a class
 * with a method for every Redis command at each cold start, which takes a quarter of a second on Lambda's one core.
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

        /** Never called. */
        @Override
        protected @Nullable RedisCommands<K, V> newRedisSyncCommandsImpl() {
            return null;
        }

        /** Never called. */
        @Override
        protected @Nullable RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
            return null;
        }
    }
}
