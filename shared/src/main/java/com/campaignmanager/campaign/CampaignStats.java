package com.campaignmanager.campaign;

/**
 * How many messages a campaign has, by status, as far as its audience is expanded.
 *
 * @param sending always 0: a message in flight is pending; kept because the API has always shown it
 */
public record CampaignStats(long total, long pending, long sending, long sent, long failed) {
    static CampaignStats of(long pending, long sent, long failed) {
        return new CampaignStats(pending + sent + failed, pending, 0, sent, failed);
    }
}
