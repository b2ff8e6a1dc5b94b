package com.campaignmanager.worker;

import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.message.MessageOutcome;
import com.campaignmanager.message.RecordOutcomes;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.SendResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over from worker runs whose lease has run out: what they had claimed and surely not begun is anyone's again, and
 * each send that may have begun counts as an attempt that ended uncertain. Safe at any time, by any number at once.
 */
public final class ReclaimDeadRuns {
    private static final Logger log = LoggerFactory.getLogger(ReclaimDeadRuns.class);
    private static final SendResult NOBODY_KNOWS = SendResult.refused(
            ErrorClass.AMBIGUOUS, "the worker stopped while this message was being sent; it may have arrived");

    private final Jdbi jdbi;
    private final RetryPolicy retryPolicy;
    private final CloseCampaigns close;
    private final DeadLetters deadLetters;
    private final Metrics metrics;

    public ReclaimDeadRuns(
            Jdbi jdbi, RetryPolicy retryPolicy, CloseCampaigns close, DeadLetters deadLetters, Metrics metrics) {
        this.jdbi = jdbi;
        this.retryPolicy = retryPolicy;
        this.close = close;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    private record DeadRun(long id, Long[] claimed, Long[] begun) {}

    private record Begun(long id, long campaignId, int attempts) {}

    private record Settled(Begun message, MessageOutcome outcome) {
        long messageId() {
            return message.id;
        }

        long campaignId() {
            return message.campaignId;
        }

        boolean hasFailed() {
            return outcome instanceof MessageOutcome.Failed;
        }

        boolean isDeadLetter() {
            return outcome instanceof MessageOutcome.Failed failed && failed.deadLetter();
        }
    }

    /**
     * Reclaims every run whose lease has run out.
     *
     * @return how many there were
     */
    public int expired() {
        return reclaim(false);
    }

    /** Reclaims every run, for a start on a database that nobody else uses. */
    public int all() {
        return reclaim(true);
    }

    private int reclaim(boolean all) {
        int reclaimed = 0;
        while (reclaimOne(all)) {
            reclaimed++;
        }
        return reclaimed;
    }

    /**
     * One run a transaction: it changes counters by one statement, and so in the order of the campaigns. Those of several
     * runs would be out of that order, and might deadlock with a worker that records.
     */
    private boolean reclaimOne(boolean all) {
        Optional<List<Settled>> settled =
                jdbi.inTransaction(handle -> deadRun(handle, all).map(run -> takeOver(handle, run)));
        settled.ifPresent(this::tell);
        return settled.isPresent();
    }

    private void tell(List<Settled> settled) {
        settled.forEach(one -> metrics.recorded(one.outcome));
        close.close(settled.stream()
                .filter(Settled::hasFailed)
                .map(Settled::campaignId)
                .distinct()
                .toList());
        deadLetters.name(settled.stream()
                .filter(Settled::isDeadLetter)
                .collect(Collectors.groupingBy(
                        Settled::campaignId, Collectors.mapping(Settled::messageId, Collectors.toList()))));
    }

    private List<Settled> takeOver(Handle handle, DeadRun run) {
        List<Settled> settled = settle(handle, run, begun(handle, run));
        int unbegun = giveBackRest(handle, run);
        log.warn("reclaimed run {}: {} sends ended uncertain, {} messages given back", run.id, settled.size(), unbegun);
        return settled;
    }

    /** Deleting the row is what decides: the run itself can neither begin nor record anything from then on. */
    private static Optional<DeadRun> deadRun(Handle handle, boolean all) {
        return handle.createQuery("""
                        DELETE FROM worker_runs WHERE slot = (
                            SELECT slot FROM worker_runs WHERE :all OR lease_until <= <now>
                            ORDER BY slot LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING run_id, claimed, begun
                        """)
                .bind("all", all)
                .map((row, context) -> new DeadRun(
                        row.getLong("run_id"), (Long[]) row.getArray("claimed").getArray(), (Long[])
                                row.getArray("begun").getArray()))
                .findOne();
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

    /** Each counts as an attempt. */
    private List<Settled> settle(Handle handle, DeadRun run, List<Begun> begun) {
        List<Settled> settled = begun.stream()
                .map(message -> new Settled(message, retryPolicy.after(message.attempts + 1, NOBODY_KNOWS)))
                .toList();
        RecordOutcomes.settle(
                handle,
                run.id,
                settled.stream()
                        .map(one -> new Finished(one.messageId(), one.outcome))
                        .toList());
        return settled;
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
