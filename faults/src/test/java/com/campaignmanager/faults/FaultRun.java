package com.campaignmanager.faults;

import com.campaignmanager.queue.SendQueue;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.JdbiException;

/** Runs campaigns, and faults among them, both as the seed says; then waits until everything has settled. */
final class FaultRun {
    private static final Duration MAX_CALM = Duration.ofMillis(600);
    private static final Duration TO_SETTLE = Duration.ofMinutes(5);
    private static final int MAX_PENDING = 400;
    private static final List<String> GARBAGE = List.of(
            "",
            "{",
            "null",
            "[1]",
            "{\"outbound_message_id\":\"x\"}",
            "{\"outbound_message_id\":-5}",
            "{\"outbound_message_id\":99999999999999999999}",
            "{\"outbound_message_id\":9223372036854775807}",
            "{\"outbound_message_id\":1e300}",
            "\u0001");

    private final long seed;
    private final int kills;
    private final String uncertainSends;
    private final AtomicInteger miscounts = new AtomicInteger();
    private final AtomicInteger recounts = new AtomicInteger();
    private volatile boolean settled;
    private int workerKills;

    FaultRun(long seed, int kills, String uncertainSends) {
        this.seed = seed;
        this.kills = kills;
        this.uncertainSends = uncertainSends;
    }

    Tally run() throws InterruptedException {
        try (Stage stage = new Stage(seed, uncertainSends)) {
            Marketer marketer = new Marketer(stage);
            Thread recounting = Thread.ofVirtual().start(() -> recount(stage));
            SplittableRandom random = new SplittableRandom(seed);
            for (int kill = 0; kill < kills; kill++) {
                if (pending(stage) < MAX_PENDING) {
                    marketer.startCampaign(random);
                }
                pause(random);
                fault(stage, random);
            }
            boolean quiet = Patiently.until(TO_SETTLE, () -> isSettled(stage));
            settled = true;
            recounting.join();
            return Tally.of(stage, seed, kills, workerKills, quiet, recounts.get(), miscounts.get());
        }
    }

    private void fault(Stage stage, SplittableRandom random) {
        int which = random.nextInt(100);
        if (which < 60) {
            stage.killWorker(random.nextInt(100));
            workerKills++;
        } else if (which < 70) {
            stage.killScheduler(random.nextInt(100));
        } else if (which < 75) {
            stage.killApi();
        } else if (which < 80) {
            stage.killPostgres();
        } else if (which < 85) {
            stage.refuseWrites(() -> pause(random));
        } else if (which < 90) {
            stage.killRedis();
        } else if (which < 93) {
            stage.makeRedisReplica(() -> pause(random));
        } else if (which < 96) {
            stage.flushRedis();
        } else {
            pushJobs(stage);
        }
    }

    private static void pause(SplittableRandom random) {
        LockSupport.parkNanos(random.nextLong(MAX_CALM.toNanos()));
    }

    /** A job for every message once more, and invalid jobs. */
    private static void pushJobs(Stage stage) {
        String[] jobs = Patiently.ask(() -> stage.jdbi()
                        .withHandle(handle -> handle.createQuery(
                                        "SELECT '{\"outbound_message_id\":' || id || '}' FROM outbound_messages LIMIT 2000")
                                .mapTo(String.class)
                                .list()))
                .toArray(String[]::new);
        try (RedisClient client = RedisClient.create(stage.redisUrl())) {
            var commands = client.connect().sync();
            commands.lpush(SendQueue.JOBS, GARBAGE.toArray(String[]::new));
            if (jobs.length > 0) {
                commands.lpush(SendQueue.JOBS, jobs);
            }
        }
    }

    /** At every instant the statistics equal a recount of the rows. */
    private void recount(Stage stage) {
        while (!settled) {
            try {
                miscounts.addAndGet(stage.jdbi()
                        .withHandle(handle ->
                                handle.createQuery("""
                                SELECT count(*) FROM
                                    (SELECT campaign_id, sum(pending) AS p, sum(sent) AS s, sum(failed) AS f
                                     FROM campaign_stats GROUP BY campaign_id) AS counted
                                FULL JOIN
                                    (SELECT campaign_id, count(*) FILTER (WHERE status = 'pending') AS p,
                                            count(*) FILTER (WHERE status = 'sent') AS s,
                                            count(*) FILTER (WHERE status = 'failed') AS f
                                     FROM outbound_messages GROUP BY campaign_id) AS recounted
                                USING (campaign_id)
                                WHERE (counted.p, counted.s, counted.f)
                                    IS DISTINCT FROM (recounted.p, recounted.s, recounted.f)
                                """).mapTo(Integer.class).one()));
                recounts.incrementAndGet();
            } catch (JdbiException e) {
                // PostgreSQL is being restarted
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static long pending(Stage stage) {
        return number(stage, "SELECT coalesce(sum(pending), 0) FROM campaign_stats");
    }

    private static boolean isSettled(Stage stage) {
        return number(stage, "SELECT count(*) FROM campaigns WHERE status IN ('scheduled', 'sending')") == 0;
    }

    private static long number(Stage stage, String sql) {
        return Patiently.ask(() -> stage.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one()));
    }
}
