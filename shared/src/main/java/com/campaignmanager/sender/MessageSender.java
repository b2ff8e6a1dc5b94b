package com.campaignmanager.sender;

import com.campaignmanager.content.Content;
import java.util.UUID;

/** Hands one message to a provider. Safe for use by several threads at once. */
public interface MessageSender {

    /** Sends and says how it ended. Blocks, but never longer than the sender's time-out. */
    SendResult send(Outgoing message);

    /** The name of the provider that serves this channel, such as {@code http}; kept with each message it accepts. */
    String provider(Channel channel);

    /**
     * Whether the provider drops a repetition that carries a key it has seen. Without keys, an attempt whose fate is
     * unknown can't be repeated safely.
     */
    boolean takesIdempotencyKeys();

    /**
     * A message on its way out. Its text form hides the phone number and the content.
     *
     * @param idempotencyKey the same for all attempts, so that the provider can drop a repetition
     * @param attempt which one this is; the first is 1
     */
    record Outgoing(
            long messageId,
            long campaignId,
            Channel channel,
            String phone,
            Content content,
            UUID idempotencyKey,
            int attempt) {
        @Override
        public String toString() {
            return "message " + messageId + " of campaign " + campaignId;
        }
    }
}
