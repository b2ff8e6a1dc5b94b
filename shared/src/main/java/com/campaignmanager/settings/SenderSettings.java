package com.campaignmanager.settings;

import com.campaignmanager.secret.Secret;
import com.campaignmanager.sender.Channel;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One sender's own settings. */
public sealed interface SenderSettings {
    /** The provider's name, as the setting has it. */
    String provider();

    /** The longest a send may take. */
    Duration longestSend();

    /** The credentials that it needs. */
    default List<Secret> secrets() {
        return List.of();
    }

    /**
     * Which sender each channel has.
     *
     * @param byChannel a channel that is missing has none: nothing can be sent by it
     */
    record ByChannel(Map<Channel, SenderSettings> byChannel) {

        public Optional<SenderSettings> of(Channel channel) {
            return Optional.ofNullable(byChannel.get(channel));
        }

        /** The credentials that all of them need. */
        public List<Secret> secrets() {
            return byChannel.values().stream()
                    .flatMap(sender -> sender.secrets().stream())
                    .distinct()
                    .toList();
        }

        /** The longest a send may take by any channel; zero if there is no sender. */
        public Duration longestSend() {
            return byChannel.values().stream()
                    .map(SenderSettings::longestSend)
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
        }
    }

    /**
     * A bridge to any gateway that takes a JSON POST.
     *
     * @param timeout the longest a send may take
     * @param idPath where an answer holds the gateway's id of the message
     * @param reasonPath where an answer says why the message was refused
     */
    record Http(String url, Optional<Secret> token, Duration timeout, JsonPointer idPath, JsonPointer reasonPath)
            implements SenderSettings {
        @Override
        public String provider() {
            return "http";
        }

        @Override
        public Duration longestSend() {
            return timeout;
        }

        @Override
        public List<Secret> secrets() {
            return token.stream().toList();
        }

        @Override
        public String toString() {
            return "http sender";
        }
    }

    /**
     * A provider that delivers nothing.
     *
     * @param successRate the fraction of attempts that succeed
     * @param seed makes the outcomes repeatable; empty: random outcomes
     * @param throttleAbove how many sends it takes in one second from one process; empty: any number
     * @param down refuses every connection
     */
    record Mock(
            Duration shortest,
            Duration longest,
            double successRate,
            Optional<Long> seed,
            Optional<Integer> throttleAbove,
            MockAccount account,
            boolean down)
            implements SenderSettings {
        @Override
        public String provider() {
            return "mock";
        }

        @Override
        public Duration longestSend() {
            return longest;
        }
    }

    /** What the mock says of our account. */
    enum MockAccount {
        OK,
        REFUSED
    }
}
