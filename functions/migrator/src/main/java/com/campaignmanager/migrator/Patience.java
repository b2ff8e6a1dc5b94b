package com.campaignmanager.migrator;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a database that wakes up: a paused Aurora takes about 15 s, and longer after a day.
 *
 * @param limit how long it keeps trying
 * @param pause between two attempts
 */
record Patience(Duration limit, Duration pause) {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);

    /** As long as Aurora may take. */
    static final Patience FOR_AURORA = new Patience(Duration.ofMinutes(2), Duration.ofSeconds(1));

    /** What the first attempt returns that does not fail; what the last one throws when time is up. */
    <T> T until(Callable<T> attempt, Predicate<Exception> passes) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return attempt.call();
            } catch (Exception e) {
                if (!passes.test(e) || System.nanoTime() + pause.toNanos() - end > 0) {
                    throw e;
                }
                log.info("the database is not awake yet: {}", Reason.of(e));
                Thread.sleep(pause);
            }
        }
    }
}
