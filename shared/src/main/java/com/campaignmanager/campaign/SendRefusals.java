package com.campaignmanager.campaign;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import com.campaignmanager.sender.Channel;
import java.util.Optional;
import java.util.Set;

/**
 * Why a campaign can't be sent, whomever it goes to. Asked at each send, when a campaign is scheduled, and again when its time
 * has come: the settings may have changed by then.
 */
public final class SendRefusals {
    private final Set<Channel> senders;

    /** @param senders the channels that have a sender */
    public SendRefusals(Set<Channel> senders) {
        this.senders = Set.copyOf(senders);
    }

    /** Empty if it can be sent. */
    Optional<ProblemException> of(Channel channel) {
        return senders.contains(channel)
                ? Optional.empty()
                : Optional.of(ProblemException.of(
                        Kind.INVALID,
                        "channel_not_configured",
                        "no sender is set up for " + channel.wireName() + "; see SENDER_" + channel.name()));
    }

    /** @throws ProblemException {@code channel_not_configured} */
    void require(Channel channel) {
        of(channel).ifPresent(refusal -> {
            throw refusal;
        });
    }
}
