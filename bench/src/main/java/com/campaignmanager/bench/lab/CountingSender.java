package com.campaignmanager.bench.lab;

import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.SendResult;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts each message at once and notes the time. */
public final class CountingSender implements MessageSender {
    private final long[] instants;
    private final AtomicInteger count = new AtomicInteger();

    /** @param most the largest number of messages it can take */
    public CountingSender(int most) {
        instants = new long[most];
    }

    @Override
    public SendResult send(Outgoing message) {
        instants[count.getAndIncrement()] = System.nanoTime();
        return new SendResult.Accepted(Optional.of("instant-" + message.messageId()));
    }

    @Override
    public String provider(Channel channel) {
        return "test";
    }

    @Override
    public boolean takesIdempotencyKeys() {
        return true;
    }

    public int count() {
        return count.get();
    }

    /** The time of each message by {@link System#nanoTime}, in ascending order. */
    public long[] instants() {
        long[] sorted = Arrays.copyOf(instants, count.get());
        Arrays.sort(sorted);
        return sorted;
    }
}
