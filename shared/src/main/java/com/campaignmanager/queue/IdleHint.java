package com.campaignmanager.queue;

import io.lettuce.core.ScriptOutputType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When something becomes due next, in Redis, so that a tick with nothing to do need not wake a sleeping PostgreSQL. The hint
 * may be too early, but never too late: code that makes something due announces it before the commit, and for a minute
 * after that, longer than any transaction may take, the hint is not put off. Without a hint, every tick looks. If an
 * announcement is lost, the work is delayed by at most IDLE_LOOK, after which the hint expires.
 */
public final class IdleHint {
    /** Longer than a transaction that makes something due may take. */
    private static final Duration UNCOMMITTED = Duration.ofSeconds(60);

    // One hash tag, so that one script may use both in a cluster.
    private static final String NEXT_DUE = "{" + SendQueue.JOBS + "}:next_due";
    private static final String ANNOUNCED = "{" + SendQueue.JOBS + "}:announced";

    private static final String ANNOUNCE = """
            redis.call('SET', KEYS[2], '1', 'PX', ARGV[2])
            local next = redis.call('GET', KEYS[1])
            if next and tonumber(next) > tonumber(ARGV[1]) then
                redis.call('SET', KEYS[1], ARGV[1], 'KEEPTTL')
            end
            return 1
            """;
    private static final String PUT_OFF = """
            if redis.call('EXISTS', KEYS[2]) == 1 then
                return 0
            end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """;

    private static final Logger log = LoggerFactory.getLogger(IdleHint.class);

    private final RedisConnections redis;
    private final Duration idleLook;
    private final Clock clock;

    /** @param idleLook how long a hint may be trusted; zero: never */
    public IdleHint(RedisConnections redis, Duration idleLook, Clock clock) {
        this.redis = redis;
        this.idleLook = idleLook;
        this.clock = clock;
    }

    /** Something is about to be committed that is due now. @throws QueueUnavailableException if Redis can't be reached */
    public void announceOrThrow() {
        run(ANNOUNCE, clock.instant(), UNCOMMITTED);
    }

    /** Something is about to be committed that is due at that time. Without Redis there is no hint, and every tick looks. */
    public void announceIfPossible(Instant due) {
        try {
            run(ANNOUNCE, due, UNCOMMITTED);
        } catch (QueueUnavailableException e) {
            log.warn("work that is due could not be announced: {}", e.getMessage());
        }
    }

    /** PostgreSQL has just said that nothing is due before then. */
    public void putOff(Duration untilDue) {
        if (idleLook.isZero()) {
            return;
        }
        try {
            run(PUT_OFF, clock.instant().plus(untilDue), idleLook);
        } catch (QueueUnavailableException e) {
            log.warn("the next tick will look again: {}", e.getMessage());
        }
    }

    /** Whether nothing is due and no job is waiting, as far as Redis knows. */
    public boolean isIdle() {
        if (idleLook.isZero()) {
            return false;
        }
        try {
            String next = redis.answer(commands -> commands.get(NEXT_DUE));
            return next != null
                    && Long.parseLong(next) > clock.millis()
                    && redis.answer(commands -> commands.llen(SendQueue.JOBS)) == 0;
        } catch (QueueUnavailableException | NumberFormatException e) {
            return false;
        }
    }

    private void run(String script, Instant due, Duration lasting) {
        redis.<Long>answer(commands -> commands.eval(
                script,
                ScriptOutputType.INTEGER,
                new String[] {NEXT_DUE, ANNOUNCED},
                Long.toString(due.toEpochMilli()),
                Long.toString(lasting.toMillis())));
    }
}
