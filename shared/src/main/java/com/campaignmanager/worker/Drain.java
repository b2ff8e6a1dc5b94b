package com.campaignmanager.worker;

import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.time.Deadline;
import com.campaignmanager.wake.WakeSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of a worker each time it is woken: takes a lease if there is a free one and work to do, and drains until nothing
 * is due or its time is up.
 */
public final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    /** Enough to finish the sends in flight, record them and return. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final RunParts parts;
    private final ReclaimDeadRuns reclaim;
    private final Consequences consequences;
    private final WakeSignal wake;
    private final Duration longestSend;
    private volatile boolean stopped;

    Drain(RunParts parts, ReclaimDeadRuns reclaim, Consequences consequences, WakeSignal wake, Duration longestSend) {
        this.parts = parts;
        this.reclaim = reclaim;
        this.consequences = consequences;
        this.wake = wake;
        this.longestSend = longestSend;
    }

    /** Ends every run soon: sends that have begun are finished and recorded, and the rest is given back. */
    public void stop() {
        stopped = true;
    }

    public DrainResult run(Deadline deadline) throws InterruptedException {
        BooleanSupplier stopping = () -> stopped || deadline.isWithin(longestSend.plus(MARGIN));
        DrainResult total = DrainResult.NOTHING_TO_DO;
        do {
            try {
                DrainResult one = runOnce(stopping);
                total = total.plus(one);
                if (one.drained() || one == DrainResult.NO_SLOT) {
                    return total;
                }
            } catch (JdbiException e) {
                if (stopping.getAsBoolean()) {
                    throw e;
                }
                log.warn("PostgreSQL is unavailable, trying again: {}", e.getMessage());
                parts.pause().last(AFTER_FAILURE);
            }
        } while (!stopping.getAsBoolean());
        wakeSuccessor();
        return total;
    }

    /** Time is up before the work is done: another run takes over now rather than at the next tick. */
    private void wakeSuccessor() {
        if (!stopped) {
            wake.workers();
        }
    }

    private DrainResult runOnce(BooleanSupplier stopping) throws InterruptedException {
        reclaim.expired();
        if (!hasWork()) {
            return DrainResult.NOTHING_TO_DO;
        }
        OptionalLong run = parts.runs().begin();
        if (run.isEmpty()) {
            return DrainResult.NO_SLOT;
        }
        AfterRecording after = new AfterRecording(consequences, parts.metrics(), parts.clock());
        return new DrainRun(parts, run.getAsLong(), after, stopping).run();
    }

    private boolean hasWork() {
        Optional<Duration> untilDue = parts.claims().untilNextDue();
        return untilDue.filter(until -> until.compareTo(DrainRun.PATIENCE) <= 0).isPresent() || hasJobs();
    }

    private boolean hasJobs() {
        try {
            return parts.queue().length() > 0;
        } catch (QueueUnavailableException e) {
            log.warn("continuing without Redis: {}", e.getMessage());
            return false;
        }
    }
}
