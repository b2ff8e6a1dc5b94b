package com.campaignmanager.worker;

import com.campaignmanager.message.MessageStatus;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.message.RecordOutcomes.Recorded;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.worker.SendSlots.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a worker: claims into its backlog, writes down what may begin, lets it begin, records how it ended, and so
 * on until nothing is due or its time is up. One thread does all this; the slots only send.
 */
final class DrainRun {
    private static final Logger log = LoggerFactory.getLogger(DrainRun.class);
    private static final Duration SHORT_WAIT = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Tools tools;
    private final long runId;
    private final BooleanSupplier stopping;
    private final SendSlots slots;
    private final SendWindow window;
    private final Backlog backlog;
    private final AfterRecording after;
    /** Written down as begun and not recorded yet. */
    private final Map<Long, Outgoing> begun = new LinkedHashMap<>();

    private final List<Finished> unrecorded = new ArrayList<>();
    private final Map<MessageStatus, Long> counts = new EnumMap<>(MessageStatus.class);
    private Instant lastRecord;
    private boolean ailing;
    private boolean alive = true;
    private boolean drained;

    DrainRun(Tools tools, long runId, BooleanSupplier stopping) {
        this.tools = tools;
        this.runId = runId;
        this.stopping = stopping;
        this.slots = new SendSlots(tools.sender(), tools.settings().concurrency(), System::nanoTime);
        this.window = new SendWindow(tools.settings().concurrency());
        this.backlog = new Backlog(
                runId, tools.settings().lease(), tools.claims(), tools.queue(), tools.clock(), tools.pause());
        this.after = new AfterRecording(tools);
        this.lastRecord = tools.clock().instant();
    }

    DrainResult run() throws InterruptedException {
        try (after;
                slots) {
            while (alive && (!isEnding() || !begun.isEmpty())) {
                if (!isEnding()) {
                    refill();
                }
                turn();
                if (begun.isEmpty() && backlog.isEmpty() && !isEnding()) {
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
                tools.runs().end(runId);
            }
        } finally {
            // Not before: until now they were claimed, and jobs for them would be taken for done.
            backlog.giveJobsBack();
        }
    }

    /** No more begins: time is up, nothing is left, or PostgreSQL fails and a new run should make a new start. */
    private boolean isEnding() {
        return drained || ailing || stopping.getAsBoolean();
    }

    private void refill() {
        try {
            backlog.refill(begun.keySet());
            if (backlog.wasFull()) {
                after.needsHelp();
            }
        } catch (JdbiException e) {
            log.warn("run {} can't claim: {}", runId, e.getMessage());
            ailing = true;
        }
    }

    /** Records what has ended and lets begin what there is room for, in one statement. */
    private void turn() throws InterruptedException {
        if (isEnding()) {
            withdraw();
        }
        boolean room = !isEnding() && !backlog.isEmpty() && begun.size() - unrecorded.size() < window.size();
        for (Attempt attempt : slots.finished(room ? Duration.ZERO : SHORT_WAIT)) {
            window.sent(attempt.millis());
            tools.metrics().sendTook(attempt.millis());
            unrecorded.add(new Finished(
                    attempt.message().messageId(),
                    tools.retryPolicy().after(attempt.message().attempt(), attempt.result())));
        }
        int free = isEnding() ? 0 : window.size() - (begun.size() - unrecorded.size());
        List<Outgoing> next = backlog.next(Math.max(0, free));
        if (!unrecorded.isEmpty() || !next.isEmpty() || leaseIsAgeing()) {
            record(next);
        }
    }

    private void record(List<Outgoing> next) throws InterruptedException {
        Map<Long, Outgoing> begunThen = new LinkedHashMap<>(begun);
        unrecorded.forEach(finished -> begunThen.remove(finished.messageId()));
        next.forEach(message -> begunThen.put(message.messageId(), message));
        Recorded recorded;
        try {
            recorded = tools.records().record(runId, tools.settings().lease(), unrecorded, begunThen.keySet());
        } catch (JdbiException e) {
            backlog.putBack(next);
            giveUpOrWait(e);
            return;
        }
        lastRecord = tools.clock().instant();
        alive = recorded.alive();
        if (!alive) {
            log.warn("run {} has lost its lease", runId);
            return;
        }
        count(recorded);
        after.recorded(begun, unrecorded, recorded.ids());
        unrecorded.clear();
        begun.clear();
        begun.putAll(begunThen);
        slots.start(next);
    }

    /** Until its lease has run out the run keeps trying to record what it sent; after that others take over. */
    private void giveUpOrWait(JdbiException e) throws InterruptedException {
        log.warn("run {} can't record {} sends, trying again: {}", runId, unrecorded.size(), e.getMessage());
        ailing = true;
        alive = lastRecord.plus(tools.settings().lease()).isAfter(tools.clock().instant());
        if (alive) {
            tools.pause().last(AFTER_FAILURE);
        }
    }

    private boolean leaseIsAgeing() {
        return lastRecord
                .plus(tools.settings().lease().dividedBy(4))
                .isBefore(tools.clock().instant());
    }

    private void withdraw() {
        List<Outgoing> unbegun = slots.withdraw();
        unbegun.forEach(message -> begun.remove(message.messageId()));
        backlog.putBack(unbegun);
    }

    private void count(Recorded recorded) {
        for (Finished finished : unrecorded) {
            if (recorded.ids().contains(finished.messageId())) {
                counts.merge(finished.outcome().status(), 1L, Long::sum);
            }
        }
    }

    /** With nothing in hand: waits for a retry that becomes due soon, or for a job. */
    private boolean awaitWork() throws InterruptedException {
        try {
            after.closeFinished();
            return backlog.await(PATIENCE);
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
