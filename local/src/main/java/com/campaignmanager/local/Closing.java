package com.campaignmanager.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes everything that has been opened, once, the last first; also when the end comes while parts are still being opened. */
final class Closing {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);
    /** How long the end waits for a part that is being opened, before it closes the others. */
    private static final Duration OPENING = Duration.ofSeconds(4);

    private static final AutoCloseable NOTHING = () -> {};

    private final ReentrantLock opening = new ReentrantLock();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final CountDownLatch beginning = new CountDownLatch(1);

    /** The end has begun, and nothing more is opened. */
    static final class Begun extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Opens something that will be closed. */
    <T extends AutoCloseable> T opened(Supplier<T> how) {
        opening.lock();
        try {
            if (beginning.getCount() == 0) {
                throw new Begun();
            }
            T thing = how.get();
            keep(thing);
            return thing;
        } finally {
            opening.unlock();
        }
    }

    /** Does a step of the start that the end has to wait for. */
    void step(Runnable what) {
        opened(() -> {
            what.run();
            return NOTHING;
        });
    }

    private void keep(AutoCloseable thing) {
        synchronized (open) {
            open.push(thing);
        }
    }

    /** Waits for the end to begin. */
    void awaitBegin() {
        try {
            beginning.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        beginning.countDown();
        boolean alone = waitForOpening();
        try {
            for (Optional<AutoCloseable> last = last(); last.isPresent(); last = last()) {
                close(last.get());
            }
        } finally {
            if (alone) {
                opening.unlock();
            }
        }
    }

    private Optional<AutoCloseable> last() {
        synchronized (open) {
            return Optional.ofNullable(open.poll());
        }
    }

    private boolean waitForOpening() {
        try {
            return opening.tryLock(OPENING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            log.error("could not close {}", thing.getClass().getSimpleName(), e);
        }
    }
}
