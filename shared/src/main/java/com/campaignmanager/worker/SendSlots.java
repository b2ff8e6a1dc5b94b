package com.campaignmanager.worker;

import com.campaignmanager.log.CampaignId;
import com.campaignmanager.log.RedactedException;
import com.campaignmanager.log.RequestId;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that send: WORKER_CONCURRENCY of them, each taking its next message the moment it is free. */
final class SendSlots implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SendSlots.class);

    private final MessageSender sender;
    private final LongSupplier nanoTime;
    private final BlockingQueue<Outgoing> ready = new LinkedBlockingQueue<>();
    private final BlockingQueue<Attempt> finished = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** A send that has ended, how, and how long it took. */
    record Attempt(Outgoing message, SendResult result, long millis) {}

    SendSlots(MessageSender sender, int slots, LongSupplier nanoTime) {
        this.sender = sender;
        this.nanoTime = nanoTime;
        ThreadFactory factory = RequestId.onEachLineOf(
                Thread.ofPlatform().daemon().name("send-slot-", 1).factory());
        for (int slot = 0; slot < slots; slot++) {
            threads.add(factory.newThread(this::sendUntilInterrupted));
        }
        threads.forEach(Thread::start);
    }

    /** Lets these begin, in this order, as slots become free. */
    void start(Collection<Outgoing> messages) {
        ready.addAll(messages);
    }

    /** What has ended since the last call; waits that long for a first one. */
    List<Attempt> finished(Duration atMost) throws InterruptedException {
        List<Attempt> attempts = new ArrayList<>();
        Attempt first = finished.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            attempts.add(first);
            finished.drainTo(attempts);
        }
        return attempts;
    }

    /** Takes back what has not begun. */
    List<Outgoing> withdraw() {
        List<Outgoing> unbegun = new ArrayList<>();
        ready.drainTo(unbegun);
        return unbegun;
    }

    private void sendUntilInterrupted() {
        try {
            while (true) {
                Outgoing message = ready.take();
                long begun = nanoTime.getAsLong();
                SendResult result = send(message);
                finished.add(new Attempt(message, result, (nanoTime.getAsLong() - begun) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A sender that throws has not said whether the provider took the message, and must not stop the others. */
    private SendResult send(Outgoing message) {
        try {
            return sender.send(message);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            try (CampaignId.Lines _ = CampaignId.onEachLine(message.campaignId())) {
                log.warn("the sender failed on {}", message, RedactedException.of(e));
            }
            return SendResult.refused(
                    ErrorClass.AMBIGUOUS, "the sender failed: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
