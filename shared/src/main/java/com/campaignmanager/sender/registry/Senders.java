package com.campaignmanager.sender.registry;

import com.campaignmanager.secret.Secrets;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.http.HttpSender;
import com.campaignmanager.sender.mock.MockSender;
import com.campaignmanager.settings.SenderSettings;
import com.campaignmanager.time.Pause;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sender of each channel, made from its settings. A new provider is a package {@code sender.<its name>} and a line
 * in {@link #sender}.
 */
public final class Senders {
    private final Map<Channel, MessageSender> byChannel = new EnumMap<>(Channel.class);
    private final RenewedCredentials credentials;

    /**
     * @param secrets has the values of the settings' secrets by the time of the first send
     * @param clock tells how far away a date in {@code Retry-After} is, and how old a connection is
     */
    public Senders(SenderSettings.ByChannel settings, Secrets secrets, Clock clock) {
        this.credentials = new RenewedCredentials(secrets, clock);
        // Channels with equal settings share one sender, and so its connections.
        Map<SenderSettings, MessageSender> made = new HashMap<>();
        for (Channel channel : Channel.values()) {
            settings.of(channel)
                    .ifPresent(own -> byChannel.put(
                            channel, made.computeIfAbsent(own, missing -> sender(missing, secrets, clock))));
        }
    }

    /** The channel's sender; empty: nothing can be sent by that channel. */
    public Optional<MessageSender> of(Channel channel) {
        return Optional.ofNullable(byChannel.get(channel));
    }

    /** All of them as one, which hands each message to the sender of its channel. */
    public MessageSender byChannel() {
        return new ChannelSender(this, credentials);
    }

    private static MessageSender sender(SenderSettings settings, Secrets secrets, Clock clock) {
        return switch (settings) {
            case SenderSettings.Mock mock -> new MockSender(mock, Pause.REAL, clock);
            case SenderSettings.Http http -> new HttpSender(http, secrets, clock);
        };
    }
}
