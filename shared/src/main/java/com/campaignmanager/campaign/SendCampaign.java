package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.Recipients;
import com.campaignmanager.content.Placeholder;
import com.campaignmanager.content.Recipient;
import com.campaignmanager.hours.OpenHours;
import com.campaignmanager.message.InsertMessages;
import com.campaignmanager.message.InsertMessages.Inserted;
import com.campaignmanager.message.MakeMessages;
import com.campaignmanager.metrics.Metric;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.queue.SendQueue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a campaign now. Customers named by id become messages at once, in one transaction; other audiences are frozen
 * and expanded off the request. Once it is committed nothing can be lost: jobs and wake-ups only make it quicker.
 */
public final class SendCampaign {
    private static final int MISSING_SHOWN = 100;
    private static final Logger log = LoggerFactory.getLogger(SendCampaign.class);

    private final Jdbi jdbi;
    private final SendQueue queue;
    private final DueWork work;
    private final CloseCampaigns close;
    private final Map<Placeholder, String> fallbacks;
    private final int maxSegments;
    private final OpenHours hours;
    private final SendRefusals refusals;
    private final Metrics metrics;

    public SendCampaign(
            Jdbi jdbi,
            SendQueue queue,
            DueWork work,
            CloseCampaigns close,
            Map<Placeholder, String> fallbacks,
            int maxSegments,
            OpenHours hours,
            SendRefusals refusals,
            Metrics metrics) {
        this.jdbi = jdbi;
        this.queue = queue;
        this.work = work;
        this.close = close;
        this.fallbacks = fallbacks;
        this.maxSegments = maxSegments;
        this.hours = hours;
        this.refusals = refusals;
        this.metrics = metrics;
    }

    /** What a send has stored. */
    private sealed interface Stored {
        SendReceipt receipt();

        /** All messages; those that can be sent are pending. */
        record Messages(SendReceipt receipt, List<Long> pending) implements Stored {}

        /** An audience that is still to be expanded. */
        record FrozenAudience(SendReceipt receipt) implements Stored {}
    }

    /**
     * @param asked whom to send to; empty: the stored audience
     * @throws ProblemException {@code campaign_not_found}, {@code wrong_status}, {@code channel_not_configured}, {@code no_audience}, {@code empty_audience},
     *     {@code customers_not_found} with {@code missing_customer_ids}, or {@code too_many_customers}; nothing has changed
     *     then
     * @throws QueueUnavailableException if Redis can't be reached before anything is stored
     */
    public SendReceipt send(long campaignId, Optional<Audience> asked) {
        work.announceOrThrow();
        Stored stored = jdbi.inTransaction(handle -> store(handle, campaignId, asked));
        switch (stored) {
            case Stored.FrozenAudience _ -> work.wakeScheduler();
            case Stored.Messages(SendReceipt receipt, List<Long> pending) -> {
                metrics.count(Metric.MESSAGES_QUEUED, pending.size());
                if (pending.isEmpty()) {
                    close.closeIfPossible(List.of(campaignId));
                } else {
                    push(receipt.campaignId(), pending);
                    work.wakeWorkers();
                }
            }
        }
        return stored.receipt();
    }

    private Stored store(Handle handle, long campaignId, Optional<Audience> asked) {
        LockedCampaign campaign = LockedCampaign.lock(handle, campaignId).requireNotSentYet("sent");
        refusals.require(campaign.content().channel());
        Audience audience = asked.or(campaign::audience).orElseThrow(() -> CampaignProblems.noAudience(campaignId));
        return switch (audience) {
            case Audience.Customers customers -> storeMessages(handle, campaign, customers.ids());
            default -> freeze(handle, campaign, audience);
        };
    }

    private Stored storeMessages(Handle handle, LockedCampaign campaign, List<Long> customerIds) {
        if (customerIds.size() > Audience.MAX_CUSTOMER_IDS) {
            throw ProblemException.of(
                    Kind.TOO_LARGE,
                    "too_many_customers",
                    "a send takes at most " + Audience.MAX_CUSTOMER_IDS
                            + " customer_ids; send to more by a filter or to all");
        }
        List<Recipient> recipients = Recipients.byIds(handle, customerIds);
        if (customerIds.isEmpty()) {
            throw CampaignProblems.emptyAudience();
        }
        requireAll(customerIds, recipients);
        MakeMessages make = campaign.content().messages(fallbacks, maxSegments);
        Inserted inserted = InsertMessages.insert(
                handle, campaign.id(), make, campaign.content().hours(hours), recipients, true);
        CampaignTransitions.startSending(handle, campaign.id(), inserted.total());
        return new Stored.Messages(
                new SendReceipt(campaign.id(), inserted.total(), CampaignStatus.SENDING), inserted.pending());
    }

    private static void requireAll(List<Long> customerIds, List<Recipient> recipients) {
        if (recipients.size() == customerIds.size()) {
            return;
        }
        Set<Long> found = new HashSet<>();
        recipients.forEach(recipient -> found.add(recipient.customerId()));
        List<Long> missing =
                customerIds.stream().filter(id -> !found.contains(id)).toList();
        throw ProblemException.of(
                        Kind.NOT_FOUND, "customers_not_found", missing.size() + " of the customers do not exist")
                .with(
                        "missing_customer_ids",
                        missing.stream().limit(MISSING_SHOWN).toList());
    }

    private static Stored freeze(Handle handle, LockedCampaign campaign, Audience audience) {
        long expected = StartExpansion.of(handle, campaign.id(), audience).orElseThrow(CampaignProblems::emptyAudience);
        return new Stored.FrozenAudience(new SendReceipt(campaign.id(), expected, CampaignStatus.SENDING));
    }

    private void push(long campaignId, List<Long> messageIds) {
        try {
            queue.push(messageIds);
        } catch (QueueUnavailableException e) {
            log.warn("campaign {} goes out without jobs: {}", campaignId, e.getMessage());
        }
    }
}
