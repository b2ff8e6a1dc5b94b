package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.lab.AnsweringSender;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.ManyMessages;
import com.campaignmanager.bench.lab.Workers;
import com.campaignmanager.bench.measure.Block;
import com.campaignmanager.bench.measure.OneCore;
import com.campaignmanager.sender.SendResult;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Drains the largest campaign as fast as possible, on any free core, while it is read. */
final class LargestDrained implements AutoCloseable {
    private final LabDatabase database;
    private final OneCore reader;
    private final int least;
    private final AtomicInteger sent = new AtomicInteger();
    private final Workers worker;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    /** @param least the least number of messages that are pending at each start */
    LargestDrained(LabDatabase database, OneCore reader, int least) {
        this.database = database;
        this.reader = reader;
        this.least = least;
        this.worker = new Workers(database, 1, new AnsweringSender(message -> {
            sent.incrementAndGet();
            return new SendResult.Accepted(Optional.of("instant-" + message.messageId()));
        }));
    }

    /**
     * Takes a block from the first send until the drain has ended or the block is full. Each drain starts over, so that
     * reads meet the same part of a drain in a small campaign and in a large one.
     */
    void during(Block block) throws Exception {
        if (database.number(ManyMessages.PENDING_OF_LARGEST) < least) {
            ManyMessages.undoSends(database);
        }
        int before = sent.get();
        AtomicBoolean stopped = new AtomicBoolean();
        Future<?> drain = thread.submit(() -> {
            worker.drainUntil(stopped);
            return true;
        });
        try {
            while (sent.get() == before && !drain.isDone()) {
                Thread.onSpinWait();
            }
            reader.run(() -> block.takeUntil(drain::isDone));
        } finally {
            stopped.set(true);
            drain.get();
        }
        if (sent.get() == before) {
            throw new IllegalStateException("nothing was drained");
        }
    }

    @Override
    public void close() {
        thread.close();
        worker.close();
    }
}
