package com.campaignmanager.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets any number of invocations in at once; closing it waits until they have left. */
public final class InvocationGate {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** An invocation that is inside. */
    public interface Pass extends AutoCloseable {
        @Override
        void close();
    }

    public Pass enter() {
        lock.readLock().lock();
        return () -> lock.readLock().unlock();
    }

    /** Waits, at most that long, until nobody is inside; nobody enters from then on. */
    public boolean shut(Duration atMost) {
        try {
            return lock.writeLock().tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
