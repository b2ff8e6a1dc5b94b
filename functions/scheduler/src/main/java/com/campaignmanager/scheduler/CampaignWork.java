package com.campaignmanager.scheduler;

import com.campaignmanager.campaign.DeleteCampaigns;
import com.campaignmanager.campaign.ExpandAudiences;
import com.campaignmanager.campaign.FailPending;
import com.campaignmanager.campaign.ReleaseCampaigns;
import com.campaignmanager.campaign.RetryCampaign;
import com.campaignmanager.consent.FinishOptOuts;
import com.campaignmanager.message.MoveToOpenHours;
import com.campaignmanager.time.Deadline;

/** The parts of a tick that change campaigns: recipients who have opted out come first, then what matters to a marketer. */
record CampaignWork(
        FinishOptOuts finishOptOuts,
        ReleaseCampaigns release,
        ExpandAudiences expand,
        RetryCampaign retry,
        FailPending failPending,
        MoveToOpenHours moveToOpenHours,
        DeleteCampaigns delete) {

    /**
     * @param released campaigns whose time had come
     * @param expanded messages created from their audiences
     */
    record Done(long released, long expanded) {}

    Done run(Deadline deadline) {
        finishOptOuts.run(deadline);
        long released = release.run();
        long expanded = expand.run(deadline);
        retry.run(deadline);
        failPending.run(deadline);
        moveToOpenHours.run(deadline);
        delete.run(deadline);
        return new Done(released, expanded);
    }
}
