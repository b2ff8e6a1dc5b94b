package com.campaignmanager.local.lambda;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background runs of a function, up to a number at a time, each on an instance of its own as in Lambda. A wake-up starts one
 * more run. If the maximum is running already, it makes sure that another run follows.
 */
public final class Runs {
    private static final Logger log = LoggerFactory.getLogger(Runs.class);

    private final Supplier<Function> instances;
    private final int most;
    private final Outcome outcome;
    private final Deque<Function> idle = new ArrayDeque<>();
    private int running;
    private long wakes;
    private boolean stopped;

    /**
     * @param instances makes another instance when all existing ones are running
     * @param most runs at a time
     */
    public Runs(Supplier<Function> instances, int most, Outcome outcome) {
        this.instances = instances;
        this.most = most;
        this.outcome = outcome;
    }

    /** Reads from an answer whether work is left that could be done now. */
    @FunctionalInterface
    public interface Outcome {
        boolean moreToDo(byte[] answer);
    }

    private enum Result {
        MORE,
        DRAINED,
        FAILED
    }

    /** Never blocks. */
    public synchronized void wake(Supplier<byte[]> event) {
        wakes++;
        if (!stopped && running < most) {
            running++;
            Thread.ofVirtual().start(() -> run(event));
        }
    }

    /** Starts no more runs; running ones go on to their end. */
    public synchronized void stop() {
        stopped = true;
    }

    /** Waits until nothing runs, at most that long. */
    public synchronized void awaitIdle(Duration patience) {
        Instant end = Instant.now().plus(patience);
        try {
            long left = patience.toMillis();
            while (running > 0 && left > 0) {
                wait(left);
                left = Duration.between(Instant.now(), end).toMillis();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Supplier<byte[]> event) {
        long before;
        do {
            before = wakes();
        } while (goesOn(before, once(event)));
    }

    private Result once(Supplier<byte[]> event) {
        try {
            Function function = take();
            try {
                return outcome.moreToDo(function.invoke(event.get())) ? Result.MORE : Result.DRAINED;
            } finally {
                giveBack(function);
            }
        } catch (FunctionFailedException | RuntimeException e) {
            log.error("{}; the next tick tries again", e.getMessage(), e);
            return Result.FAILED;
        }
    }

    /** A wake-up during a run may be about work that this run no longer looks for. */
    private synchronized boolean goesOn(long before, Result result) {
        boolean more = result == Result.MORE || (result == Result.DRAINED && wakes != before);
        if (more && !stopped) {
            return true;
        }
        running--;
        notifyAll();
        return false;
    }

    private synchronized long wakes() {
        return wakes;
    }

    private Function take() {
        synchronized (this) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return instances.get();
    }

    private synchronized void giveBack(Function function) {
        idle.push(function);
    }
}
