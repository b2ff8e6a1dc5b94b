package com.campaignmanager.worker;

import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.testing.World;
import io.lettuce.core.RedisClient;
import java.util.List;

/** Redis as anybody else can reach it. */
final class Garbage {
    private Garbage() {}

    static void push(World world, String... jobs) {
        try (RedisClient client = RedisClient.create(world.settings.redis().url())) {
            client.connect().sync().lpush(SendQueue.JOBS, jobs);
        }
    }

    static List<String> list(World world, String name) {
        try (RedisClient client = RedisClient.create(world.settings.redis().url())) {
            return client.connect().sync().lrange(name, 0, -1);
        }
    }
}
