package com.campaignmanager.local;

import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.customer.imports.CustomerImports;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.settings.Settings.RetrySettings;
import com.campaignmanager.worker.ReclaimDeadRuns;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;

/**
 * The leases that a killed run has left in a database that nobody else uses. They would run out by themselves, but here it is
 * certain at once that their holders have ended.
 */
final class Leftovers {
    private final CustomerImports imports;
    private final ReclaimDeadRuns reclaim;

    Leftovers(Jdbi jdbi, RetrySettings retry, DeadLetters deadLetters) {
        RetryPolicy policy = new RetryPolicy(retry, ThreadLocalRandom.current());
        this.imports = new CustomerImports(jdbi);
        Metrics unread = Metrics.none();
        this.reclaim = new ReclaimDeadRuns(jdbi, policy, new CloseCampaigns(jdbi, unread), deadLetters, unread);
    }

    void clear() {
        reclaim.all();
        imports.releaseAll();
    }
}
