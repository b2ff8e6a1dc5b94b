package com.campaignmanager.sender.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends each exchange that has taken as long as it may, wherever it hangs, by closing its socket: a blocking write has no
 * time-out of its own, and a time-out per read lets an answer drip for ever.
 *
 * <p>All exchanges may take equally long. So one that begins after a look can't be due before that much time has passed,
 * and the thread that looks needs no call when one begins. The thread ends when it finds nothing under way.
 */
final class ExchangeTimer {
    private final long limitNanos;
    private final Set<Running> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watching = new AtomicBoolean();

    ExchangeTimer(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /** Begins an exchange, which ends when it is closed. */
    Running begin() {
        Running running = new Running(System.nanoTime() + limitNanos);
        underWay.add(running);
        if (!watching.get() && watching.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("exchange-timer").start(this::watch);
        }
        return running;
    }

    private void watch() {
        try {
            do {
                TimeUnit.NANOSECONDS.sleep(expireDue());
            } while (!underWay.isEmpty() || !stopped());
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; should it happen, the next exchange starts another.
            watching.set(false);
        }
    }

    /** Answers after how many nanoseconds the next may be due. */
    private long expireDue() {
        long now = System.nanoTime();
        long next = limitNanos;
        for (Running running : underWay) {
            long left = running.deadline - now;
            if (left > 0) {
                next = Math.min(next, left);
            } else {
                running.expire();
            }
        }
        return next;
    }

    /** False if an exchange has begun meanwhile and started no other thread. */
    private boolean stopped() {
        watching.set(false);
        return underWay.isEmpty() || !watching.compareAndSet(false, true);
    }

    /** One exchange. */
    final class Running implements AutoCloseable {
        private final long deadline;
        private Closeable socket = () -> {};
        private boolean expired;
        private boolean ended;

        private Running(long deadline) {
            this.deadline = deadline;
        }

        /** From now on this is closed when time is up. */
        synchronized void guard(Closeable used) throws IOException {
            socket = used;
            if (expired) {
                used.close();
            }
        }

        /** Whether time ran out before the exchange ended. */
        synchronized boolean hasExpired() {
            return expired;
        }

        private synchronized void expire() {
            if (ended || expired) {
                return;
            }
            expired = true;
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }

        /** From now on its socket may serve another exchange. */
        void end() {
            synchronized (this) {
                ended = true;
            }
            underWay.remove(this);
        }

        @Override
        public void close() {
            end();
        }
    }
}
