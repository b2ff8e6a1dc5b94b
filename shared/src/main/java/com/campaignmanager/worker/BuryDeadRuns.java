package com.campaignmanager.worker;

import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.message.Outcome;
import com.campaignmanager.message.RecordOutcomes;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.sender.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over from worker runs whose lease has run out: what they had claimed and surely not begun is anyone's again, and
 * each send that may have begun counts as an attempt that ended uncertain. Safe at any time, by any number at once.
 */
public final class BuryDeadRuns {
    private static final Logger log = LoggerFactory.getLogger(BuryDeadRuns.class);
    private static final SendResult NOBODY_KNOWS =
            new SendResult.Uncertain("the worker stopped while this message was being sent; it may have arrived");

    private final Jdbi jdbi;
    private final RetryPolicy retryPolicy;
    private final CloseCampaigns close;
    private final DeadLetters deadLetters;

    public BuryDeadRuns(Jdbi jdbi, RetryPolicy retryPolicy, CloseCampaigns close, DeadLetters deadLetters) {
        this.jdbi = jdbi;
        this.retryPolicy = retryPolicy;
        this.close = close;
        this.deadLetters = deadLetters;
    }

    private record DeadRun(long id, Long[] claimed, Long[] begun) {}

    private record Begun(long id, long campaignId, int attempts) {}

    /**
     * Buries every run whose lease has run out.
     *
     * @return how many there were
     */
    public int expired() {
        return bury(false);
    }

    /** Buries every run, for a start on a database that nobody else uses. */
    public int all() {
        return bury(true);
    }

    private int bury(boolean all) {
        List<Begun> failed = new ArrayList<>();
        int buried = jdbi.inTransaction(handle -> {
            List<DeadRun> dead = deadRuns(handle, all);
            dead.forEach(run -> failed.addAll(takeOver(handle, run)));
            return dead.size();
        });
        close.close(failed.stream().map(Begun::campaignId).distinct().toList());
        deadLetters.name(failed.stream()
                .collect(Collectors.groupingBy(Begun::campaignId, Collectors.mapping(Begun::id, Collectors.toList()))));
        return buried;
    }

    private List<Begun> takeOver(Handle handle, DeadRun run) {
        List<Begun> begun = begun(handle, run);
        List<Begun> failed = settle(handle, run, begun);
        int unbegun = giveBackRest(handle, run);
        log.warn("buried run {}: {} sends ended uncertain, {} messages given back", run.id, begun.size(), unbegun);
        return failed;
    }

    /** Deleting the row is what decides: the run itself can neither begin nor record anything from then on. */
    private static List<DeadRun> deadRuns(Handle handle, boolean all) {
        return handle.createQuery("""
                        DELETE FROM worker_runs WHERE slot IN (
                            SELECT slot FROM worker_runs WHERE :all OR lease_until <= <now>
                            ORDER BY slot FOR UPDATE SKIP LOCKED)
                        RETURNING run_id, claimed, begun
                        """)
                .bind("all", all)
                .map((row, context) -> new DeadRun(
                        row.getLong("run_id"), (Long[]) row.getArray("claimed").getArray(), (Long[])
                                row.getArray("begun").getArray()))
                .list();
    }

    private static List<Begun> begun(Handle handle, DeadRun run) {
        // outbound_messages_pkey
        return handle.createQuery("""
                        SELECT id, campaign_id, retry_count FROM outbound_messages
                        WHERE id = ANY (:begun) AND claimed_by = :run
                        ORDER BY id FOR NO KEY UPDATE
                        """)
                .bindArray("begun", Long.class, (Object[]) run.begun)
                .bind("run", run.id)
                .map((row, context) ->
                        new Begun(row.getLong("id"), row.getLong("campaign_id"), row.getInt("retry_count")))
                .list();
    }

    /** Each counts as an attempt; answers those that failed for good. */
    private List<Begun> settle(Handle handle, DeadRun run, List<Begun> begun) {
        List<Finished> finished = new ArrayList<>();
        List<Begun> failed = new ArrayList<>();
        for (Begun message : begun) {
            Outcome outcome = retryPolicy.after(message.attempts + 1, NOBODY_KNOWS);
            finished.add(new Finished(message.id, outcome));
            if (outcome instanceof Outcome.Failed) {
                failed.add(message);
            }
        }
        RecordOutcomes.settle(handle, run.id, finished);
        return failed;
    }

    private static int giveBackRest(Handle handle, DeadRun run) {
        // outbound_messages_pkey
        return handle.createUpdate("""
                        UPDATE outbound_messages SET claimed_by = NULL WHERE id = ANY (:claimed) AND claimed_by = :run
                        """)
                .bindArray("claimed", Long.class, (Object[]) run.claimed)
                .bind("run", run.id)
                .execute();
    }
}
