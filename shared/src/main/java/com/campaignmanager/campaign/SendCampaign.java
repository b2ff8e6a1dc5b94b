package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.Recipients;
import com.campaignmanager.content.Placeholder;
import com.campaignmanager.content.Recipient;
import com.campaignmanager.content.Template;
import com.campaignmanager.message.InsertMessages;
import com.campaignmanager.metrics.Metric;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import com.campaignmanager.queue.IdleHint;
import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.time.Duration;
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
    private static final Duration TIME_LIMIT = Duration.ofSeconds(25);
    private static final Logger log = LoggerFactory.getLogger(SendCampaign.class);

    private final Jdbi jdbi;
    private final SendQueue queue;
    private final IdleHint idleHint;
    private final WakeSignal wake;
    private final Map<Placeholder, String> fallbacks;
    private final Clock clock;
    private final Metrics metrics;

    public SendCampaign(
            Jdbi jdbi,
            SendQueue queue,
            IdleHint idleHint,
            WakeSignal wake,
            Map<Placeholder, String> fallbacks,
            Clock clock,
            Metrics metrics) {
        this.jdbi = jdbi;
        this.queue = queue;
        this.idleHint = idleHint;
        this.wake = wake;
        this.fallbacks = fallbacks;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** What a send has stored: its messages, or none yet where the audience is still to be expanded. */
    private record Stored(SendReceipt receipt, List<Long> messageIds) {}

    /**
     * @param asked whom to send to; empty: the stored audience
     * @throws ProblemException {@code campaign_not_found}, {@code wrong_status}, {@code no_audience}, {@code empty_audience},
     *     {@code customers_not_found} with {@code missing_customer_ids}, {@code too_many_customers}, or
     *     {@code send_too_slow}; nothing has changed then
     * @throws QueueUnavailableException if Redis can't be reached before anything is stored
     */
    public SendReceipt send(long campaignId, Optional<Audience> asked) {
        idleHint.announceOrThrow();
        Stored stored = TimeLimit.within(TIME_LIMIT, clock, jdbi, time -> store(time, campaignId, asked));
        metrics.count(Metric.MESSAGES_QUEUED, stored.messageIds.size());
        if (stored.messageIds.isEmpty()) {
            wake.scheduler();
        } else {
            push(stored);
            wake.workers();
        }
        return stored.receipt;
    }

    private Stored store(TimeLimit time, long campaignId, Optional<Audience> asked) {
        LockedCampaign campaign = LockedCampaign.lock(time.handle(), campaignId);
        if (campaign.status() != CampaignStatus.DRAFT && campaign.status() != CampaignStatus.SCHEDULED) {
            throw ProblemException.of(
                    Kind.CONFLICT,
                    "wrong_status",
                    "campaign " + campaignId + " is " + campaign.status().wireName()
                            + "; only a draft or scheduled campaign can be sent");
        }
        Audience audience = asked.or(campaign::audience)
                .orElseThrow(() -> ProblemException.of(
                        Kind.INVALID,
                        "no_audience",
                        "give customer_ids or an audience; campaign " + campaignId + " has none stored"));
        return switch (audience) {
            case Audience.Customers customers -> storeMessages(time, campaign, customers.ids());
            case Audience.Filter filter -> freeze(time.handle(), campaign, filter);
            case Audience.All all -> freeze(time.handle(), campaign, all);
        };
    }

    private Stored storeMessages(TimeLimit time, LockedCampaign campaign, List<Long> customerIds) {
        if (customerIds.size() > Audience.MAX_CUSTOMER_IDS) {
            throw ProblemException.of(
                    Kind.TOO_LARGE,
                    "too_many_customers",
                    "a send takes at most " + Audience.MAX_CUSTOMER_IDS
                            + " customer_ids; send to more by a filter or to all");
        }
        List<Recipient> recipients = Recipients.byIds(time.handle(), customerIds);
        if (customerIds.isEmpty()) {
            throw StartExpansion.emptyAudience();
        }
        requireAll(customerIds, recipients);
        Template template = campaign.template(fallbacks);
        // A handle for each statement, so that each has what is left of the time.
        List<Long> messageIds = InsertMessages.insert(time::handle, campaign.id(), template, recipients, true);
        time.handle()
                .createUpdate("""
                        UPDATE campaigns SET status = 'sending', status_reason = NULL, recipients_expected = :expected,
                                             updated_at = <now>
                        WHERE id = :id
                        """)
                .bind("id", campaign.id())
                .bind("expected", messageIds.size())
                .execute();
        return new Stored(new SendReceipt(campaign.id(), messageIds.size(), CampaignStatus.SENDING), messageIds);
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
        long expected =
                StartExpansion.audience(handle, campaign.id(), audience).orElseThrow(StartExpansion::emptyAudience);
        return new Stored(new SendReceipt(campaign.id(), expected, CampaignStatus.SENDING), List.of());
    }

    private void push(Stored stored) {
        try {
            queue.push(stored.messageIds);
        } catch (QueueUnavailableException e) {
            log.warn("campaign {} goes out without jobs: {}", stored.receipt.campaignId(), e.getMessage());
        }
    }
}
