package com.campaignmanager.worker;

import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.content.Content;
import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.message.FailureKind;
import com.campaignmanager.message.MessageOutcome;
import com.campaignmanager.message.RecordOutcomes;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages back from worker runs whose lease has run out: those that have not begun can be claimed again, and each send
 * that may have begun counts as an uncertain attempt. May run at any time, and in several processes at once.
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

    /** The outcomes of messages whose send may have begun. */
    private record Settled(List<Finished> attempts, Map<Long, FailureKind> failed) {
        List<Long> campaignsWithFailures() {
            return failures().map(one -> one.message().campaignId()).distinct().toList();
        }

        Map<Long, List<Long>> deadLetters() {
            return failures()
                    .filter(one -> failed.get(one.id()).isRetryable() && isFinal(one.outcome()))
                    .collect(Collectors.groupingBy(
                            one -> one.message().campaignId(), Collectors.mapping(Finished::id, Collectors.toList())));
        }

        private Stream<Finished> failures() {
            return attempts.stream().filter(one -> failed.containsKey(one.id()));
        }

        private static boolean isFinal(MessageOutcome outcome) {
            return !(outcome instanceof MessageOutcome.Failed failed) || failed.deadLetter();
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
     * One transaction per run: its statement changes counters in the order of the campaigns. The statements of several runs
     * in one transaction would not keep that order, and might deadlock with a worker that records.
     */
    private boolean reclaimOne(boolean all) {
        Optional<Settled> settled =
                jdbi.inTransaction(handle -> deadRun(handle, all).map(run -> takeOver(handle, run)));
        settled.ifPresent(this::follow);
        return settled.isPresent();
    }

    private void follow(Settled settled) {
        settled.attempts.forEach(
                one -> metrics.recorded(one.outcome(), Optional.ofNullable(settled.failed.get(one.id()))));
        close.close(settled.campaignsWithFailures());
        deadLetters.name(settled.deadLetters());
    }

    private Settled takeOver(Handle handle, DeadRun run) {
        List<Finished> attempts = begun(handle, run).stream()
                .map(message -> new Finished(message, retryPolicy.after(message, NOBODY_KNOWS)))
                .toList();
        Settled settled = new Settled(attempts, RecordOutcomes.settle(handle, run.id, attempts));
        int unbegun = giveBackRest(handle, run);
        log.warn(
                "reclaimed run {}: {} sends ended uncertain, {} messages given back", run.id, attempts.size(), unbegun);
        return settled;
    }

    /** Deleting the row decides: from then on the run itself can neither begin nor record anything. */
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

    private static List<Claimed> begun(Handle handle, DeadRun run) {
        // outbound_messages_pkey, campaigns_pkey
        return handle.createQuery("""
                        SELECT m.id, m.campaign_id, m.phone, m.rendered_content, m.idempotency_key, m.retry_count, m.in_doubt,
                               m.throttled, c.channel
                        FROM outbound_messages AS m JOIN campaigns AS c ON c.id = m.campaign_id
                        WHERE m.id = ANY (:begun) AND m.claimed_by = :run
                        ORDER BY m.id FOR NO KEY UPDATE OF m
                        """)
                .bindArray("begun", Long.class, (Object[]) run.begun)
                .bind("run", run.id)
                .map((row, _) -> new Claimed(
                        new Outgoing(
                                row.getLong("id"),
                                row.getLong("campaign_id"),
                                Channel.of(row.getString("channel")).orElseThrow(),
                                Optional.ofNullable(row.getString("phone")).orElse(""),
                                new Content.Text(row.getString("rendered_content")),
                                row.getObject("idempotency_key", UUID.class),
                                row.getInt("retry_count") + 1),
                        row.getBoolean("in_doubt"),
                        row.getInt("throttled"),
                        Duration.ZERO,
                        false))
                .list();
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
