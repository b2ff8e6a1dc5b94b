package com.campaignmanager.campaign;

/**
 * The answer to a send or a retry.
 *
 * @param messagesQueued how many messages are on their way, or will be once the audience is expanded
 */
public record SendReceipt(long campaignId, long messagesQueued, CampaignStatus status) {}
