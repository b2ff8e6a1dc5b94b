package com.campaignmanager.local;

import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.customer.CustomerImports;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.settings.Settings.RetrySettings;
import com.campaignmanager.worker.BuryDeadRuns;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;

/**
 * What a killed run has left in a database that nobody else uses: its leases. They would run out by themselves; here it is
 * certain at once that whoever held them is no more.
 */
final class Leftovers {
    private final Jdbi jdbi;
    private final BuryDeadRuns bury;

    Leftovers(Jdbi jdbi, RetrySettings retry) {
        this.jdbi = jdbi;
        this.bury = new BuryDeadRuns(jdbi, new RetryPolicy(retry, ThreadLocalRandom.current()));
    }

    void clear() {
        new CloseCampaigns(jdbi).close(bury.all().campaigns());
        new CustomerImports(jdbi).releaseAll();
    }
}
