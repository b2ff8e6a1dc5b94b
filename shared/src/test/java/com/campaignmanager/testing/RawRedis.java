package com.campaignmanager.testing;

import com.campaignmanager.queue.SendQueue;
import io.lettuce.core.RedisClient;
import java.util.List;

/** Redis as anybody else can reach it. */
public final class RawRedis {
    private RawRedis() {}

    public static void push(World world, String... jobs) {
        try (RedisClient client = RedisClient.create(world.settings.redis().url())) {
            client.connect().sync().lpush(SendQueue.JOBS, jobs);
        }
    }

    public static List<String> list(World world, String name) {
        try (RedisClient client = RedisClient.create(world.settings.redis().url())) {
            return client.connect().sync().lrange(name, 0, -1);
        }
    }

    public static void flush(World world) {
        try (RedisClient client = RedisClient.create(world.settings.redis().url())) {
            client.connect().sync().flushall();
        }
    }
}
