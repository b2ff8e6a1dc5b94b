/** Campaigns and everything that changes them. {@code CampaignTransitions} alone writes their status. */
@NullMarked
package com.campaignmanager.campaign;

import org.jspecify.annotations.NullMarked;
