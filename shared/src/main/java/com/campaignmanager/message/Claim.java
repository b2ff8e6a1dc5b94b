package com.campaignmanager.message;

import com.campaignmanager.sender.Channel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The result of a claim.
 *
 * @param messages the messages that the run holds from now on, campaigns taking turns; empty also if the run has lost its
 *     lease
 * @param recalls the number of recalls that the run must know by its next claim
 * @param restricted channels without a limit of their own that have slowed down or are closed now
 * @param nextAdmission how long until the channel's limit, or its closing, lets the next message begin; empty if the claim
 *     was not held back by it
 */
public record Claim(List<Claimed> messages, long recalls, Set<Channel> restricted, Optional<Duration> nextAdmission) {

    /**
     * What a run asks for.
     *
     * @param recalls the number of recalls that the run knows of: with another number nothing is claimed
     * @param jobs the messages that jobs name
     * @param share how many of these to take at most, and how many due messages besides; at least one
     * @param held the ids of messages that the run holds already
     * @param cursors how far each campaign's due messages have been read; updated by the claim
     */
    public record Request(
            long runId,
            long recalls,
            Duration lease,
            Set<Long> jobs,
            int share,
            Collection<Long> held,
            DueCursors cursors) {}
}
