package com.campaignmanager.api;

import com.campaignmanager.database.AfterCommit;
import com.campaignmanager.wake.WakeSignal;

/** Wakes when there is something to see: once the request's changes are committed. */
record WakeAfterCommit(WakeSignal wake, AfterCommit afterCommit) implements WakeSignal {

    @Override
    public void workers() {
        afterCommit.run(wake::workers);
    }

    @Override
    public void scheduler() {
        afterCommit.run(wake::scheduler);
    }
}
