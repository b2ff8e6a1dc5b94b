package com.campaignmanager.worker;

import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.MessageStatus;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.message.Recorded;
import com.campaignmanager.worker.SendSlots.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a worker: claims into its backlog, writes down which messages may begin, lets them begin, records how they
 * ended, and so on until nothing is due or its time is up. One thread does all this; the slots only send. Nothing on this
 * thread waits for anything but PostgreSQL's answer about the run's own rows.
 */
final class DrainRun {
    private static final Logger log = LoggerFactory.getLogger(DrainRun.class);
    private static final Duration SHORT_WAIT = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    /** How long outcomes may wait for others while every slot is busy, so that one record holds several. */
    private static final Duration FOR_COMPANY = Duration.ofMillis(5);

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RunParts parts;
    private final long runId;
    private final BooleanSupplier stopping;
    private final SendSlots slots;
    private final SendWindow window;
    private final Backlog backlog;
    private final AfterRecording after;
    private final InFlight inFlight = new InFlight();
    private final Map<MessageStatus, Long> counts = new EnumMap<>(MessageStatus.class);
    private Instant lastRecord;
    private boolean ailing;
    private boolean alive = true;
    private boolean drained;

    DrainRun(RunParts parts, long runId, AfterRecording after, BooleanSupplier stopping) {
        this.parts = parts;
        this.runId = runId;
        this.stopping = stopping;
        this.slots = new SendSlots(parts.sender(), parts.settings().concurrency(), System::nanoTime);
        this.window = new SendWindow(parts.settings().concurrency());
        this.backlog = new Backlog(
                runId, parts.settings().lease(), parts.claims(), parts.queue(), parts.clock(), parts.pause());
        this.after = after;
        this.lastRecord = parts.clock().instant();
    }

    DrainResult run() throws InterruptedException {
        try (after;
                slots) {
            while (alive && (!isEnding() || !inFlight.isEmpty())) {
                if (!isEnding()) {
                    refill();
                }
                turn();
                if (inFlight.isEmpty() && backlog.isEmpty() && !isEnding()) {
                    drained = !awaitWork();
                }
            }
            end();
        }
        return result();
    }

    private void end() {
        try {
            if (alive) {
                parts.runs().end(runId);
            }
        } finally {
            // Not earlier: until now the messages were claimed, and another worker would drop jobs for them.
            backlog.giveJobsBack();
        }
    }

    /** Nothing begins any more: time is up, nothing is left, or PostgreSQL fails and a new run should start afresh. */
    private boolean isEnding() {
        return drained || ailing || stopping.getAsBoolean();
    }

    private void refill() {
        try {
            backlog.refill(inFlight.ids());
            if (backlog.wasFull()) {
                after.needsHelp();
            }
        } catch (JdbiException e) {
            log.warn("run {} can't claim: {}", runId, e.getMessage());
            ailing = true;
        }
    }

    /** Records the sends that have ended and lets the next ones begin as far as there is room, in one statement. */
    private void turn() throws InterruptedException {
        if (isEnding()) {
            putBack(slots.withdraw());
        }
        putBack(slots.late());
        collect(slots.finished(room() > 0 ? backlog.untilNext(SHORT_WAIT) : SHORT_WAIT));
        awaitCompany();
        List<Claimed> next = isEnding() ? List.of() : backlog.next(room());
        if (!inFlight.unrecorded().isEmpty() || !next.isEmpty() || backlog.missesRecalls() || leaseIsAgeing()) {
            record(next);
        }
    }

    private int room() {
        return isEnding() ? 0 : Math.max(0, window.size() - inFlight.sending());
    }

    private void putBack(List<Claimed> unbegun) {
        inFlight.withdrawn(unbegun);
        backlog.putBack(unbegun);
    }

    private void collect(List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            window.sent(attempt.millis());
            parts.metrics().sendTook(attempt.millis());
            inFlight.finished(
                    new Finished(attempt.message(), parts.retryPolicy().after(attempt.message(), attempt.result())));
        }
    }

    /** With fast sends a record would hold only a few outcomes. While no slot is idle, waiting for more costs nothing. */
    private void awaitCompany() throws InterruptedException {
        if (inFlight.unrecorded().isEmpty()) {
            return;
        }
        long end = System.nanoTime() + FOR_COMPANY.toNanos();
        for (long left = FOR_COMPANY.toNanos(); left > 0 && slots.allHaveNext(); left = end - System.nanoTime()) {
            collect(slots.finished(Duration.ofNanos(left)));
        }
    }

    private void record(List<Claimed> next) throws InterruptedException {
        LeaseEnd lease =
                LeaseEnd.from(parts.clock(), System::nanoTime, parts.settings().lease());
        Recorded recorded;
        try {
            recorded = parts.records()
                    .record(
                            runId,
                            backlog.recalls(),
                            parts.settings().lease(),
                            inFlight.unrecorded(),
                            inFlight.begunWith(next));
        } catch (JdbiException e) {
            backlog.putBack(next);
            giveUpOrWait(e);
            return;
        }
        lastRecord = parts.clock().instant();
        alive = recorded.alive();
        if (!alive) {
            log.warn("run {} has lost its lease", runId);
            return;
        }
        count(recorded);
        after.recorded(inFlight.unrecorded(), recorded);
        List<Claimed> beginning = allowed(next, recorded);
        inFlight.recorded(beginning);
        slots.start(beginning, lease);
    }

    /** The messages that may still begin: not those that were recalled, or whose channel has been closed. */
    private List<Claimed> allowed(List<Claimed> next, Recorded recorded) {
        backlog.recalled(recorded.recalls(), recorded.recalled());
        if (recorded.recalled().isEmpty() && recorded.closed().isEmpty()) {
            return next;
        }
        List<Claimed> allowed = next.stream()
                .filter(message -> !recorded.recalled().contains(message.id()))
                .filter(Backlog.isOf(recorded.closed()).negate())
                .toList();
        giveBackClosed(next, recorded);
        return allowed;
    }

    private void giveBackClosed(List<Claimed> next, Recorded recorded) {
        List<Claimed> closed = backlog.drop(Backlog.isOf(recorded.closed()));
        List<Long> ids = Stream.concat(closed.stream(), next.stream().filter(Backlog.isOf(recorded.closed())))
                .map(Claimed::id)
                .toList();
        if (!ids.isEmpty()) {
            parts.runs().giveBack(runId, ids);
        }
    }

    /** Until its lease has run out the run keeps trying to record what it sent; after that others take over. */
    private void giveUpOrWait(JdbiException e) throws InterruptedException {
        log.warn(
                "run {} can't record {} sends, trying again: {}",
                runId,
                inFlight.unrecorded().size(),
                e.getMessage());
        ailing = true;
        alive = lastRecord.plus(parts.settings().lease()).isAfter(parts.clock().instant());
        if (alive) {
            parts.pause().last(AFTER_FAILURE);
        }
    }

    private boolean leaseIsAgeing() {
        return lastRecord
                .plus(parts.settings().lease().dividedBy(4))
                .isBefore(parts.clock().instant());
    }

    private void count(Recorded recorded) {
        for (Finished finished : inFlight.unrecorded()) {
            if (recorded.ids().contains(finished.id())) {
                MessageStatus status = recorded.failed().containsKey(finished.id())
                        ? MessageStatus.FAILED
                        : finished.outcome().status();
                counts.merge(status, 1L, Long::sum);
            }
        }
    }

    /**
     * With nothing in hand: moves on what claims pass over because its open hours are past, and else waits for a retry that
     * becomes due soon, or for a job.
     */
    private boolean awaitWork() throws InterruptedException {
        try {
            after.lookForNews();
            return parts.moveToOpenHours().next() > 0 || backlog.await(PATIENCE);
        } catch (JdbiException e) {
            log.warn("run {} can't look for more: {}", runId, e.getMessage());
            ailing = true;
            return true;
        }
    }

    private DrainResult result() {
        return new DrainResult(
                backlog.claimed(),
                counts.getOrDefault(MessageStatus.SENT, 0L),
                counts.getOrDefault(MessageStatus.FAILED, 0L),
                counts.getOrDefault(MessageStatus.PENDING, 0L),
                backlog.size(),
                drained);
    }
}
