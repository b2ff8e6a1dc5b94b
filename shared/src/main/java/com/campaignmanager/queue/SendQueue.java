package com.campaignmanager.queue;

import com.campaignmanager.database.AfterCommit;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Redis list of jobs, and the one of dead letters. Both hold hints: PostgreSQL has the truth, so a job that is lost,
 * repeated or out of order does no harm. Connects at first use; every call ends within {@link RedisConnections#TIMEOUT}.
 */
public final class SendQueue implements AutoCloseable {
    /** Jobs, pushed on the left and taken from the right. */
    public static final String JOBS = "campaign_sends";

    /** Messages that failed for good, for people and programs that watch. */
    public static final String DEAD_LETTERS = "campaign_sends:dead";

    /** On the node of the jobs. */
    private static final String PROBE = "{" + JOBS + "}:probe";

    /** Soon gone again. */
    private static final Duration PROBED = Duration.ofSeconds(60);

    /** Below the 3,999 arguments that ElastiCache Serverless takes in one command. */
    private static final int JOBS_A_COMMAND = 2_000;

    private static final Logger log = LoggerFactory.getLogger(SendQueue.class);

    private final RedisConnections redis;
    private final AfterCommit afterCommit;

    public SendQueue(RedisConnections redis) {
        this(redis, AfterCommit.AT_ONCE);
    }

    /** @param afterCommit runs what names new messages, once they are committed */
    public SendQueue(RedisConnections redis, AfterCommit afterCommit) {
        this.redis = redis;
        this.afterCommit = afterCommit;
    }

    /** @throws QueueUnavailableException if Redis can't be reached now, or takes no writes: it is full, or a replica */
    public void probe() {
        redis.answer(commands -> commands.set(PROBE, "1", SetArgs.Builder.px(PROBED)));
    }

    /** @throws QueueUnavailableException if some or all of the jobs may not have arrived */
    public void push(List<Long> messageIds) {
        afterCommit.run(() -> pushTo(JOBS, messageIds));
    }

    /** Lists messages that failed for good, if Redis is there: their rows say the same. */
    public void nameDeadLetters(List<Long> messageIds) {
        try {
            pushTo(DEAD_LETTERS, messageIds);
        } catch (QueueUnavailableException e) {
            log.warn("{} dead letters are not on the list: {}", messageIds.size(), e.getMessage());
        }
    }

    /** Takes up to {@code most} jobs off the list; invalid jobs are logged and dropped. */
    public List<Long> take(int most) {
        List<String> jobs = redis.answer(commands -> commands.rpop(JOBS, most));
        return jobs == null ? List.of() : messageIds(jobs);
    }

    /** Waits for a job, at most that long, and takes it. */
    public List<Long> await(Duration atMost) {
        double seconds = Math.max(0.01, atMost.toMillis() / 1000.0);
        var taken = redis.answer(commands -> commands.brpop(seconds, JOBS), atMost);
        return taken == null ? List.of() : messageIds(List.of(taken.getValue()));
    }

    /** How many jobs are waiting. */
    public long length() {
        return redis.answer(commands -> commands.llen(JOBS));
    }

    private void pushTo(String list, List<Long> messageIds) {
        if (messageIds.isEmpty()) {
            return;
        }
        redis.answers(commands -> {
            List<RedisFuture<Long>> pushed = new ArrayList<>();
            for (int from = 0; from < messageIds.size(); from += JOBS_A_COMMAND) {
                List<Long> ids = messageIds.subList(from, Math.min(from + JOBS_A_COMMAND, messageIds.size()));
                pushed.add(commands.lpush(list, ids.stream().map(Job::of).toArray(String[]::new)));
            }
            return pushed;
        });
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

    @Override
    public void close() {
        redis.close();
    }
}
