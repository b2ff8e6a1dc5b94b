package com.campaignmanager.message;

import com.campaignmanager.sender.MessageSender.Outgoing;
import java.time.Duration;

/**
 * A message that a run holds.
 *
 * @param inDoubt whether an earlier attempt may have been accepted
 * @param throttled how many attempts in a row the provider has throttled
 * @param releaseIn how long after the claim the channel's limit lets it begin; zero without a limit
 * @param probe whether it is let through a closed channel to find out if the provider takes messages again
 */
public record Claimed(Outgoing message, boolean inDoubt, int throttled, Duration releaseIn, boolean probe) {
    public long id() {
        return message.messageId();
    }

    public long campaignId() {
        return message.campaignId();
    }
}
