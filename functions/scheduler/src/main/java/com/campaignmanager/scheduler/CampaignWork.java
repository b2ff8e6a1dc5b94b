package com.campaignmanager.scheduler;

import com.campaignmanager.campaign.DeleteCampaigns;
import com.campaignmanager.campaign.ExpandAudiences;
import com.campaignmanager.campaign.FailPending;
import com.campaignmanager.campaign.ReleaseCampaigns;
import com.campaignmanager.campaign.RetryCampaign;
import com.campaignmanager.time.Deadline;

/** The parts of a tick that change campaigns, in the order in which they matter to a marketer. */
record CampaignWork(
        ReleaseCampaigns release,
        ExpandAudiences expand,
        RetryCampaign retry,
        FailPending failPending,
        DeleteCampaigns delete) {

    /**
     * @param released campaigns whose time had come
     * @param expanded messages created from their audiences
     */
    record Done(long released, long expanded) {}

    Done run(Deadline deadline) {
        long released = release.run();
        long expanded = expand.run(deadline);
        retry.run(deadline);
        failPending.run(deadline);
        delete.run(deadline);
        return new Done(released, expanded);
    }
}
