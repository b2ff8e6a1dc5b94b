package com.campaignmanager.local;

import java.time.Duration;
import java.util.Optional;

/** Notices when the process that started this one has ended, for example Maven after a signal that only Maven got. */
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

    /** An ended parent that has not been reaped counts as alive, but its children have another parent by then. */
    private boolean stillOurs() {
        return ProcessHandle.current().parent().equals(parent);
    }
}
