package com.campaignmanager.bench.lab;

import com.campaignmanager.content.Content;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.SendResult;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends made-up messages one after the other on some threads, with no database: the most that any drain could do. */
public final class PostLoop {
    private static final Content TEXT = new Content.Text("Hi Christine, Running shoes are on sale in Nairobi!");

    private final AtomicInteger refused = new AtomicInteger();

    /** Sends this many messages on this many threads. */
    public void run(MessageSender sender, int count, int threads) {
        AtomicInteger left = new AtomicInteger(count);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                pool.submit(() -> {
                    for (int id = left.getAndDecrement(); id > 0; id = left.getAndDecrement()) {
                        send(sender, id);
                    }
                });
            }
        }
    }

    private void send(MessageSender sender, int id) {
        Outgoing message = new Outgoing(id, 1, Channel.SMS, "+254712345678", TEXT, new UUID(1, id), 1);
        if (!(sender.send(message) instanceof SendResult.Accepted)) {
            refused.incrementAndGet();
        }
    }

    /** How many messages were not accepted. */
    public int refused() {
        return refused.get();
    }
}
