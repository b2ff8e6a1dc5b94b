package com.campaignmanager.sender.registry;

import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.SendResult;
import java.time.Instant;
import java.util.Arrays;

/**
 * Hands each message to the sender of its channel. Before a refusal of our account is passed on, which holds the channel, the
 * credentials are read once more: with others than before, the message is sent again, since it was surely not taken.
 */
final class ChannelSender implements MessageSender {
    private final Senders senders;
    private final RenewedCredentials credentials;

    ChannelSender(Senders senders, RenewedCredentials credentials) {
        this.senders = senders;
        this.credentials = credentials;
    }

    /** A message of a channel without a sender waits until the channel has one: its text and recipient are not at fault. */
    @Override
    public SendResult send(Outgoing message) {
        return senders.of(message.channel())
                .map(sender -> send(sender, message))
                .orElseGet(() -> SendResult.refused(
                        ErrorClass.ACCOUNT,
                        "no sender is configured for " + message.channel().wireName()));
    }

    private SendResult send(MessageSender sender, Outgoing message) {
        Instant begun = credentials.now();
        SendResult result = sender.send(message);
        return isAccountError(result) && credentials.haveChangedSince(begun) ? sender.send(message) : result;
    }

    private static boolean isAccountError(SendResult result) {
        return result instanceof SendResult.Refused refused && refused.error().errorClass() == ErrorClass.ACCOUNT;
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
