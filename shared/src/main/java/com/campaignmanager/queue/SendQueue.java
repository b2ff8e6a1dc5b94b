package com.campaignmanager.queue;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Redis list of jobs, and the one of dead letters. Both hold hints: PostgreSQL has the truth, so a job that is lost,
 * repeated or out of order does no harm. Connects at first use; every call ends within {@link RedisConnections#TIMEOUT}.
 */
public final class SendQueue implements AutoCloseable {
    /** Jobs, pushed on the left and taken from the right. */
    public static final String JOBS = "campaign_sends";

    /** Messages that failed for good, for whoever watches. */
    public static final String DEAD_LETTERS = "campaign_sends:dead";

    /** Below the 3,999 arguments that ElastiCache Serverless takes in one command. */
    private static final int JOBS_A_COMMAND = 2_000;

    private static final Logger log = LoggerFactory.getLogger(SendQueue.class);

    private final RedisConnections redis;

    public SendQueue(RedisConnections redis) {
        this.redis = redis;
    }

    /** @throws QueueDown if Redis can't be reached now */
    public void probe() {
        await(redis.commands().ping());
    }

    /** @throws QueueDown if some or all of the jobs may not have arrived */
    public void push(List<Long> messageIds) {
        pushTo(JOBS, messageIds);
    }

    /** Names messages that failed for good, if Redis is there: their rows say the same. */
    public void nameDeadLetters(List<Long> messageIds) {
        try {
            pushTo(DEAD_LETTERS, messageIds);
        } catch (QueueDown e) {
            log.warn("{} dead letters are not on the list: {}", messageIds.size(), e.getMessage());
        }
    }

    /** Takes up to {@code most} jobs off the list; rubbish is logged and dropped. */
    public List<Long> take(int most) {
        List<String> jobs = await(redis.commands().rpop(JOBS, most));
        return jobs == null ? List.of() : messageIds(jobs);
    }

    /** Waits for a job, at most that long, and takes it. */
    public List<Long> await(Duration atMost) {
        double seconds = Math.max(0.01, atMost.toMillis() / 1000.0);
        var taken = await(redis.blockingCommands().brpop(seconds, JOBS), atMost.plus(RedisConnections.TIMEOUT));
        return taken == null ? List.of() : messageIds(List.of(taken.getValue()));
    }

    /** How many jobs are waiting. */
    public long length() {
        return await(redis.commands().llen(JOBS));
    }

    private void pushTo(String list, List<Long> messageIds) {
        if (messageIds.isEmpty()) {
            return;
        }
        RedisClusterAsyncCommands<String, String> commands = redis.commands();
        List<RedisFuture<Long>> answers = new ArrayList<>();
        for (int from = 0; from < messageIds.size(); from += JOBS_A_COMMAND) {
            List<Long> ids = messageIds.subList(from, Math.min(from + JOBS_A_COMMAND, messageIds.size()));
            answers.add(commands.lpush(list, ids.stream().map(Job::of).toArray(String[]::new)));
        }
        answers.forEach(SendQueue::await);
    }

    private static List<Long> messageIds(List<String> jobs) {
        List<Long> ids = new ArrayList<>(jobs.size());
        int rubbish = 0;
        for (String job : jobs) {
            OptionalLong id = Job.messageId(job);
            if (id.isPresent()) {
                ids.add(id.getAsLong());
            } else {
                rubbish++;
            }
        }
        if (rubbish > 0) {
            log.warn("dropped {} of {} jobs on {}: not of the form {}", rubbish, jobs.size(), JOBS, Job.of(123));
        }
        return ids;
    }

    static <T> T await(RedisFuture<T> answer) {
        return await(answer, RedisConnections.TIMEOUT);
    }

    private static <T> T await(RedisFuture<T> answer, Duration atMost) {
        try {
            return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new QueueDown(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new QueueDown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueDown(e);
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
