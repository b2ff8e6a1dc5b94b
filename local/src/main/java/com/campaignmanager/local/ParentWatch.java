package com.campaignmanager.local;

import java.time.Duration;
import java.util.Optional;

/** Notices when the process that started this one is gone, as Maven is when it alone gets a signal. */
final class ParentWatch {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Runnable orphaned;
    private final Optional<ProcessHandle> parent = ProcessHandle.current().parent();

    ParentWatch(Runnable orphaned) {
        this.orphaned = orphaned;
    }

    void start() {
        Thread.ofPlatform().daemon().name("parent-watch").start(this::watch);
    }

    private void watch() {
        try {
            while (parent.isPresent() && parent.get().isAlive() && stillOurs()) {
                Thread.sleep(LOOK_AGAIN);
            }
            orphaned.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An ended parent that nobody has reaped counts as alive, but its children have another one by then. */
    private boolean stillOurs() {
        return ProcessHandle.current().parent().equals(parent);
    }
}
