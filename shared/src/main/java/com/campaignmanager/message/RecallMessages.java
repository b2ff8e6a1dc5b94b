package com.campaignmanager.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Takes claimed messages back from the runs that hold them, unless they may have begun. Each run learns of it from the
 * statement that lets messages begin, so after the commit none of these begins. A claim whose snapshot is older than the
 * recall finds another number of recalls than it knows, and claims nothing. Short: the rows of at most MAX_WORKERS runs are locked.
 */
public final class RecallMessages {
    private RecallMessages() {}

    private record Runs(List<Long> ids, List<Long> claimed, List<Long> begun) {}

    /**
     * Recalls the messages of a campaign.
     *
     * @return how many messages of it may have begun and are not recorded yet
     */
    public static long ofCampaign(Handle handle, long campaignId) {
        return recall(handle, "m.campaign_id = :campaign", campaignId, List.of());
    }

    /**
     * Recalls the messages to phones that have opted out, by the channels that they have opted out of.
     *
     * @return how many messages to them may have begun and are not recorded yet
     */
    public static long ofOptedOut(Handle handle, Collection<String> phones) {
        return recall(handle, "m.phone = ANY (:phones) AND " + FailOptedOut.OPTED_OUT, 0, phones);
    }

    private static long recall(Handle handle, String condition, long campaign, Collection<String> phones) {
        Runs runs = lock(handle);
        if (runs.ids.isEmpty()) {
            return 0;
        }
        // outbound_messages_pkey
        return handle.createQuery("""
                        WITH recalled AS (
                            UPDATE outbound_messages AS m SET claimed_by = NULL
                            WHERE m.id = ANY (:unbegun) AND m.claimed_by = ANY (:runs) AND <condition>
                            RETURNING m.id
                        ), told AS (
                            UPDATE worker_runs
                            SET recalls = recalls + 1, recalled = recalled || array(SELECT id FROM recalled)
                            WHERE run_id = ANY (:runs)
                        )
                        SELECT count(*) FROM outbound_messages AS m
                        WHERE m.id = ANY (:begun) AND m.claimed_by = ANY (:runs) AND <condition>
                        """)
                .configure(SqlStatements.class, sql -> sql.setUnusedBindingAllowed(true))
                .define("condition", condition)
                .bind("campaign", campaign)
                .bindArray("phones", String.class, phones.toArray())
                .bindArray("runs", Long.class, runs.ids.toArray())
                .bindArray("unbegun", Long.class, unbegun(runs).toArray())
                .bindArray("begun", Long.class, runs.begun.toArray())
                .mapTo(Long.class)
                .one();
    }

    private static List<Long> unbegun(Runs runs) {
        List<Long> unbegun = new ArrayList<>(runs.claimed);
        unbegun.removeAll(new HashSet<>(runs.begun));
        return unbegun;
    }

    /** Statements of their own, so that the next one sees whatever a claim did that these have waited for. */
    private static Runs lock(Handle handle) {
        RunsBegin.keepOut(handle);
        Runs runs = new Runs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        handle.createQuery("SELECT run_id, claimed, begun FROM worker_runs ORDER BY slot FOR UPDATE")
                .map((row, _) -> {
                    runs.ids.add(row.getLong("run_id"));
                    runs.claimed.addAll(List.of((Long[]) row.getArray("claimed").getArray()));
                    runs.begun.addAll(List.of((Long[]) row.getArray("begun").getArray()));
                    return Boolean.TRUE;
                })
                .list();
        return runs;
    }
}
