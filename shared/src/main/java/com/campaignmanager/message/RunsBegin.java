package com.campaignmanager.message;

import org.jdbi.v3.core.Handle;

/**
 * Keeps new worker runs out while messages are recalled. A run that began between the look at the runs and the commit would
 * not be told, and its first claim might not see yet why messages were taken back.
 */
public final class RunsBegin {
    /** Any number that no other use of advisory locks has. */
    private static final int LOCK = 1129270872;

    /** Selects one row, by which the statement that inserts a run waits for recalls under way. */
    public static final String AFTER_RECALLS = "SELECT pg_advisory_xact_lock_shared(" + LOCK + ")";

    private RunsBegin() {}

    /** No run begins until this transaction ends; those that began before are committed and seen by the next statement. */
    static void keepOut(Handle handle) {
        handle.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
    }
}
