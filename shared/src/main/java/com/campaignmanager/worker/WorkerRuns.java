package com.campaignmanager.worker;

import com.campaignmanager.message.RunsBegin;
import com.campaignmanager.settings.Settings.WorkerSettings;
import java.util.Collection;
import java.util.OptionalLong;
import org.jdbi.v3.core.Jdbi;

/** The leases of worker runs: at most MAX_WORKERS at a time, however many workers are started. */
public final class WorkerRuns {
    private final Jdbi jdbi;
    private final WorkerSettings settings;

    public WorkerRuns(Jdbi jdbi, WorkerSettings settings) {
        this.jdbi = jdbi;
        this.settings = settings;
    }

    /** Takes a free slot: the run's id, or empty if there are MAX_WORKERS runs already. */
    public OptionalLong begin() {
        while (true) {
            // Two runs may choose the same slot; the one that comes second looks again.
            OptionalLong slot = freeSlot();
            if (slot.isEmpty()) {
                return OptionalLong.empty();
            }
            OptionalLong run = take(slot.getAsLong());
            if (run.isPresent()) {
                return run;
            }
        }
    }

    private OptionalLong freeSlot() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT s FROM generate_series(1, :most) AS s
                        WHERE NOT EXISTS (SELECT FROM worker_runs WHERE slot = s)
                        LIMIT 1
                        """)
                .bind("most", settings.maxWorkers())
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty));
    }

    private OptionalLong take(long slot) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH turn AS MATERIALIZED (<afterRecalls>)
                        INSERT INTO worker_runs (slot, lease_until) SELECT :slot, <now> + :lease FROM turn
                        ON CONFLICT (slot) DO NOTHING
                        RETURNING run_id
                        """)
                .define("afterRecalls", RunsBegin.AFTER_RECALLS)
                .bind("slot", slot)
                .bind("lease", settings.lease())
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty));
    }

    /** Whether one more run would get a slot. */
    boolean hasFreeSlot() {
        return freeSlot().isPresent();
    }

    /** Gives back messages that have not begun, while the run goes on. */
    public void giveBack(long runId, Collection<Long> messageIds) {
        // outbound_messages_pkey
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE outbound_messages SET claimed_by = NULL WHERE id = ANY (:ids) AND claimed_by = :run")
                .bind("run", runId)
                .bindArray("ids", Long.class, messageIds.toArray())
                .execute());
    }

    /** Gives back the lease and all messages that the run still holds. None of them may have begun. */
    public void end(long runId) {
        // worker_runs_run_id_key, outbound_messages_pkey
        jdbi.useHandle(handle -> handle.createUpdate("""
                        WITH run AS (DELETE FROM worker_runs WHERE run_id = :run RETURNING claimed)
                        UPDATE outbound_messages SET claimed_by = NULL
                        WHERE id = ANY ((SELECT claimed FROM run)::bigint[]) AND claimed_by = :run
                        """).bind("run", runId).execute());
    }
}
