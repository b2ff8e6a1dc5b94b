package com.campaignmanager.worker;

import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ProviderError;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a run has recorded and {@link Consequences} has not dealt with yet. */
final class News {
    private final Set<Long> mayHaveFinished = new HashSet<>();
    private final Map<Long, List<Long>> deadLetters = new HashMap<>();
    private final Map<Long, ProviderError> brokenTemplates = new HashMap<>();
    private final Set<Channel> heldChannels = EnumSet.noneOf(Channel.class);
    private boolean optedOut;
    private boolean needsHelp;

    void mayHaveFinished(long campaign) {
        mayHaveFinished.add(campaign);
    }

    void deadLetter(long campaign, long message) {
        deadLetters.computeIfAbsent(campaign, _ -> new ArrayList<>()).add(message);
    }

    void brokenTemplate(long campaign, ProviderError error) {
        brokenTemplates.putIfAbsent(campaign, error);
    }

    void channelHeld(Channel channel) {
        heldChannels.add(channel);
    }

    void optedOut() {
        optedOut = true;
    }

    void needsHelp() {
        needsHelp = true;
    }

    /** The same without the call for help, for a run that ends. */
    News withoutHelp() {
        needsHelp = false;
        return this;
    }

    boolean isEmpty() {
        return mayHaveFinished.isEmpty()
                && deadLetters.isEmpty()
                && brokenTemplates.isEmpty()
                && heldChannels.isEmpty()
                && !optedOut
                && !needsHelp;
    }

    /** Campaigns whose last message may have been recorded. */
    Set<Long> finished() {
        return mayHaveFinished;
    }

    /** Messages that failed for good, by campaign. */
    Map<Long, List<Long>> deadLetters() {
        return deadLetters;
    }

    /** Campaigns whose template the provider refuses, and its words. */
    Map<Long, ProviderError> brokenTemplates() {
        return brokenTemplates;
    }

    Set<Channel> heldChannels() {
        return heldChannels;
    }

    /** Whether a provider said that somebody has opted out. */
    boolean hasOptOuts() {
        return optedOut;
    }

    /** Whether there is work for more than one run. */
    boolean needsMoreWorkers() {
        return needsHelp;
    }
}
