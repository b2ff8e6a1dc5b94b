package com.campaignmanager.database;

/**
 * Runs an action that is only right once the changes before it are committed: a job, a wake-up. A request may keep its
 * changes back until its answer is known ({@link RequestTransactions}), and then such actions wait for that.
 */
@FunctionalInterface
public interface AfterCommit {
    /** For code that has committed when it says so. */
    AfterCommit AT_ONCE = Runnable::run;

    void run(Runnable action);
}
