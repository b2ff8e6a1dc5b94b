package com.campaignmanager.sender.registry;

import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.SendResult;
import java.util.Arrays;

/** Hands each message to the sender of its channel. */
final class ChannelSender implements MessageSender {
    private final Senders senders;

    ChannelSender(Senders senders) {
        this.senders = senders;
    }

    /** A message of a channel without a sender waits until the channel has one: its text and recipient are not at fault. */
    @Override
    public SendResult send(Outgoing message) {
        return senders.of(message.channel())
                .map(sender -> sender.send(message))
                .orElseGet(() -> SendResult.refused(
                        ErrorClass.ACCOUNT,
                        "no sender is configured for " + message.channel().wireName()));
    }

    @Override
    public String provider(Channel channel) {
        return senders.of(channel).map(sender -> sender.provider(channel)).orElse("none");
    }

    /** Whether all of them do. */
    @Override
    public boolean takesIdempotencyKeys() {
        return Arrays.stream(Channel.values())
                .flatMap(channel -> senders.of(channel).stream())
                .allMatch(MessageSender::takesIdempotencyKeys);
    }
}
