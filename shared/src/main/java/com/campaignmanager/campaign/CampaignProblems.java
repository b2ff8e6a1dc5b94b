package com.campaignmanager.campaign;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;

/** Refusals that several operations on a campaign share. */
final class CampaignProblems {
    private CampaignProblems() {}

    static ProblemException notFound(long id) {
        return ProblemException.of(Kind.NOT_FOUND, "campaign_not_found", "there is no campaign " + id);
    }

    /** @param rule what is accepted, after the status: "only a draft or scheduled campaign can be sent" */
    static ProblemException wrongStatus(long id, CampaignStatus status, String rule) {
        return ProblemException.of(
                Kind.CONFLICT, "wrong_status", "campaign " + id + " is " + status.wireName() + "; " + rule);
    }

    static ProblemException emptyAudience() {
        return ProblemException.of(Kind.INVALID, "empty_audience", "the audience matches no customer");
    }

    static ProblemException noAudience(long id) {
        return ProblemException.of(
                Kind.INVALID, "no_audience", "give customer_ids or an audience; campaign " + id + " has none stored");
    }
}
