package com.campaignmanager.campaign;

import com.campaignmanager.sender.Channel;
import java.util.Optional;

/** Which campaigns a list shows: those with all the values given. */
public record CampaignFilter(Optional<Channel> channel, Optional<CampaignStatus> status) {}
