package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.audience.Recipients;
import com.campaignmanager.audience.Recipients.Extent;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Sets a locked campaign to sending, with its audience as it is at this moment, to be expanded from here on. */
final class StartExpansion {
    private StartExpansion() {}

    /** How many recipients to expect; empty, and nothing changed, if nobody matches. */
    static Optional<Long> of(Handle handle, long campaignId, Audience audience) {
        Extent extent = Recipients.extent(handle, audience);
        if (extent.matching() == 0) {
            return Optional.empty();
        }
        CampaignTransitions.startExpansion(
                handle, campaignId, AudienceColumn.write(audience), extent.highestId(), extent.matching());
        return Optional.of(extent.matching());
    }
}
