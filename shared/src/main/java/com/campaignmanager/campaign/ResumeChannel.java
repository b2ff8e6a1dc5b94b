package com.campaignmanager.campaign;

import com.campaignmanager.message.Channels;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import com.campaignmanager.sender.Channel;

/** Ends the hold of a channel by hand: what it kept back is due from now on. */
public final class ResumeChannel {
    private final Channels channels;
    private final DueWork work;

    public ResumeChannel(Channels channels, DueWork work) {
        this.channels = channels;
        this.work = work;
    }

    /** @throws ProblemException {@code channel_not_found} */
    public void resume(String name) {
        Channel channel = Channel.of(name)
                .orElseThrow(() -> ProblemException.of(
                        Kind.NOT_FOUND,
                        "channel_not_found",
                        "there is no channel " + name + "; there are sms and whatsapp"));
        work.announceIfPossible();
        channels.resume(channel);
        work.wakeWorkers();
    }
}
