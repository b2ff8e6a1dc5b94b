package com.campaignmanager.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.Options;
import com.campaignmanager.embedded.RedisServer;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import com.campaignmanager.worker.DrainResult;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a cluster of two nodes, of which one has the jobs and the other the dead letters. */
class RedisClusterTest {
    private static final int SLOTS = SlotHash.SLOT_COUNT;
    private static final int HALF = SLOTS / 2;

    @TempDir
    private static Path directory;

    private static RedisServer first;
    private static RedisServer second;

    @BeforeAll
    static void putTogether() {
        first = node("first");
        second = node("second");
        try (RedisClient client = RedisClient.create()) {
            RedisCommands<String, String> one = client.connect(uri(first)).sync();
            RedisCommands<String, String> two = client.connect(uri(second)).sync();
            one.clusterAddSlots(IntStream.range(0, HALF).toArray());
            two.clusterAddSlots(IntStream.range(HALF, SLOTS).toArray());
            one.clusterMeet("127.0.0.1", second.port());
            Waiting.until("the cluster has formed", () -> isWhole(one) && isWhole(two));
        }
    }

    private static RedisServer node(String name) {
        return RedisServer.start(directory.resolve(name), Options.fast().inCluster());
    }

    private static RedisURI uri(RedisServer server) {
        return RedisURI.create(server.url());
    }

    private static boolean isWhole(RedisCommands<String, String> node) {
        return node.clusterInfo().contains("cluster_state:ok")
                && node.clusterInfo().contains("cluster_known_nodes:2");
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
    }

    private static World world(String... variables) {
        String[] all = IntStream.rangeClosed(0, variables.length + 1)
                .mapToObj(i -> switch (i) {
                    case 0 -> "REDIS_URL=" + first.url();
                    case 1 -> "REDIS_CLUSTER=true";
                    default -> variables[i - 2];
                })
                .toArray(String[]::new);
        return World.with(all);
    }

    @Test
    void the_two_lists_lie_on_different_nodes() {
        assertThat(SlotHash.getSlot(SendQueue.JOBS) < HALF)
                .isNotEqualTo(SlotHash.getSlot(SendQueue.DEAD_LETTERS) < HALF);
    }

    @Test
    void jobs_are_pushed_counted_taken_and_waited_for() {
        try (World world = world()) {
            List<Long> ids =
                    IntStream.rangeClosed(1, 5_000).mapToObj(Long::valueOf).toList();
            world.queue.probe();
            world.queue.push(ids);
            assertThat(world.queue.length()).isEqualTo(5_000);
            assertThat(world.queue.take(4_999)).isEqualTo(ids.subList(0, 4_999));
            assertThat(world.queue.await(Duration.ofSeconds(1))).containsExactly(5_000L);
            assertThat(world.queue.await(Duration.ofMillis(10))).isEmpty();
        }
    }

    @Test
    void the_idle_hint_is_put_off_and_brought_forward() {
        try (World world = world("IDLE_LOOK=60m")) {
            assertThat(world.idleHint.isIdle()).isFalse();
            world.idleHint.putOff(Duration.ofMinutes(5));
            assertThat(world.idleHint.isIdle()).isTrue();
            world.idleHint.announceIfPossible(Clock.systemUTC().instant());
            assertThat(world.idleHint.isIdle()).isFalse();
        }
    }

    @Test
    void a_worker_drains_and_names_dead_letters() throws Exception {
        try (World world = world("MAX_RETRIES=1")) {
            long campaign = world.sendingCampaign(20);
            world.queue.push(world.messagesOf(campaign));
            DrainResult result = world.drained(ScriptedSender.refusing());
            assertThat(result.failed()).isEqualTo(20);
            assertThat(world.statusOf(campaign)).isEqualTo("failed");
            try (RedisClient client = RedisClient.create()) {
                RedisServer holder = SlotHash.getSlot(SendQueue.DEAD_LETTERS) < HALF ? first : second;
                assertThat(client.connect(uri(holder)).sync().llen(SendQueue.DEAD_LETTERS))
                        .isEqualTo(20);
            }
        }
    }
}
