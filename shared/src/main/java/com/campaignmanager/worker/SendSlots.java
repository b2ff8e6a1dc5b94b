package com.campaignmanager.worker;

import com.campaignmanager.log.CampaignId;
import com.campaignmanager.log.RedactedException;
import com.campaignmanager.log.RequestId;
import com.campaignmanager.message.Claimed;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender;
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
    private final BlockingQueue<Ready> ready = new LinkedBlockingQueue<>();
    private final BlockingQueue<Claimed> late = new LinkedBlockingQueue<>();
    private final BlockingQueue<Attempt> finished = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** A message, and the end of the lease until which it may begin. */
    private record Ready(Claimed message, LeaseEnd lease) {}

    /** A send that has ended, how, and how long it took. */
    record Attempt(Claimed message, SendResult result, long millis) {}

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

    /** Lets these messages begin in this order as slots become free, but none after the end of the lease. */
    void start(Collection<Claimed> messages, LeaseEnd lease) {
        messages.forEach(message -> ready.add(new Ready(message, lease)));
    }

    /** The attempts that have ended since the last call; waits for the first one, at most that long. */
    List<Attempt> finished(Duration atMost) throws InterruptedException {
        List<Attempt> attempts = new ArrayList<>();
        Attempt first = finished.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            attempts.add(first);
            finished.drainTo(attempts);
        }
        return attempts;
    }

    /** Whether each slot will find its next message without waiting. */
    boolean allHaveNext() {
        return ready.size() >= threads.size();
    }

    /** Takes back every message that has not begun. */
    List<Claimed> withdraw() {
        List<Ready> waiting = new ArrayList<>();
        ready.drainTo(waiting);
        List<Claimed> unbegun = new ArrayList<>(late());
        waiting.forEach(one -> unbegun.add(one.message));
        return unbegun;
    }

    /** The messages whose turn came after the end of their lease, as after a freeze; none of them has begun. */
    List<Claimed> late() {
        List<Claimed> unbegun = new ArrayList<>();
        late.drainTo(unbegun);
        return unbegun;
    }

    private void sendUntilInterrupted() {
        try {
            while (true) {
                Ready next = ready.take();
                if (next.lease.isPast()) {
                    late.add(next.message);
                    continue;
                }
                long begun = nanoTime.getAsLong();
                SendResult result = send(next.message);
                finished.add(new Attempt(next.message, result, (nanoTime.getAsLong() - begun) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** If a sender throws, nobody knows whether the provider took the message. It must not stop the other sends. */
    private SendResult send(Claimed message) {
        try {
            return sender.send(message.message());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            try (CampaignId.Lines _ = CampaignId.onEachLine(message.campaignId())) {
                log.warn("the sender failed on {}", message.message(), RedactedException.of(e));
            }
            return SendResult.refused(ErrorClass.AMBIGUOUS, "the sender failed while sending; the log says how");
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
