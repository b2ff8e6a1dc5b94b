package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.audience.Recipients;
import com.campaignmanager.content.Placeholder;
import com.campaignmanager.content.Recipient;
import com.campaignmanager.content.Template;
import com.campaignmanager.log.CampaignId;
import com.campaignmanager.message.InsertMessages;
import com.campaignmanager.metrics.Metric;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.time.Deadline;
import com.campaignmanager.wake.WakeSignal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns frozen audiences into messages, a chunk a transaction: the messages and how far the audience is expanded change
 * together, so a kill at any point leaves off exactly where the next one goes on, with one message a customer. Several
 * at once share the work: each chunk belongs to whoever has its campaign locked, and campaigns take turns.
 */
public final class ExpandAudiences {
    private static final int CHUNK = 5_000;
    private static final Duration MAX_CHUNK_TIME = Duration.ofSeconds(5);

    /** With as many jobs on the list more would only make it longer; workers find the messages without. */
    private static final int MAX_JOBS_ON_LIST = 10_000;

    private static final Logger log = LoggerFactory.getLogger(ExpandAudiences.class);

    private final Jdbi jdbi;
    private final SendQueue queue;
    private final WakeSignal wake;
    private final CloseCampaigns close;
    private final Map<Placeholder, String> fallbacks;
    private final Metrics metrics;

    public ExpandAudiences(
            Jdbi jdbi,
            SendQueue queue,
            WakeSignal wake,
            CloseCampaigns close,
            Map<Placeholder, String> fallbacks,
            Metrics metrics) {
        this.jdbi = jdbi;
        this.queue = queue;
        this.wake = wake;
        this.close = close;
        this.fallbacks = fallbacks;
        this.metrics = metrics;
    }

    /** One campaign being expanded, and how far it is. */
    private record Expansion(long campaignId, String baseTemplate, String audience, long expandedTo, long until) {}

    /** What a chunk brought; {@code abandoned}: the campaign failed instead. */
    private record Chunk(long campaignId, List<Long> messageIds, boolean last, boolean abandoned) {}

    /**
     * Expands until nothing is left to expand or the time is nearly up.
     *
     * @return how many messages were created
     */
    public long run(Deadline deadline) {
        long created = 0;
        boolean woken = false;
        while (!deadline.isWithin(MAX_CHUNK_TIME)) {
            boolean push = listIsShort();
            Optional<Chunk> chunk = jdbi.inTransaction(handle -> expandNext(handle, push));
            if (chunk.isEmpty()) {
                break;
            }
            created += chunk.get().messageIds.size();
            try (CampaignId.Lines _ = CampaignId.onEachLine(chunk.get().campaignId)) {
                after(chunk.get(), push);
            }
            if (!woken) {
                wake.workers();
                woken = true;
            }
        }
        return created;
    }

    private Optional<Chunk> expandNext(Handle handle, boolean push) {
        return next(handle).map(expansion -> {
            try {
                Audience audience = AudienceColumn.read(expansion.audience);
                return expand(handle, expansion, audience, Template.parse(expansion.baseTemplate, fallbacks), push);
            } catch (ProblemException | IllegalStateException e) {
                return abandon(handle, expansion, e);
            }
        });
    }

    private static Chunk expand(
            Handle handle, Expansion expansion, Audience audience, Template template, boolean push) {
        List<Recipient> recipients = recipients(handle, expansion, audience);
        List<Long> ids = InsertMessages.insert(() -> handle, expansion.campaignId, template, recipients, push);
        long to = lastCustomer(expansion, audience, recipients);
        boolean last = to >= expansion.until;
        advance(handle, expansion.campaignId, to, last);
        return new Chunk(expansion.campaignId, ids, last, false);
    }

    /** What was saved some other way than through the API must not hold up everyone else. */
    private static Chunk abandon(Handle handle, Expansion expansion, RuntimeException why) {
        try (CampaignId.Lines _ = CampaignId.onEachLine(expansion.campaignId)) {
            log.error("campaign {} can't be expanded", expansion.campaignId, why);
        }
        handle.createUpdate("""
                        UPDATE campaigns SET expanding = false, status = 'failed', to_announce = <now>, updated_at = <now>,
                            status_reason = 'its template or audience is broken: ' || :why
                        WHERE id = :id
                        """)
                .bind("id", expansion.campaignId)
                .bind("why", why.getMessage())
                .execute();
        return new Chunk(expansion.campaignId, List.of(), false, true);
    }

    private static Optional<Expansion> next(Handle handle) {
        // idx_campaigns_expanding; the one that has waited longest first
        return handle.createQuery("""
                        SELECT id, base_template, audience, expanded_to, expand_until FROM campaigns
                        WHERE expanding ORDER BY updated_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
                        """)
                .map((row, context) -> new Expansion(
                        row.getLong("id"),
                        row.getString("base_template"),
                        row.getString("audience"),
                        row.getLong("expanded_to"),
                        row.getLong("expand_until")))
                .findOne();
    }

    private static List<Recipient> recipients(Handle handle, Expansion expansion, Audience audience) {
        return switch (audience) {
            case Audience.Customers customers -> Recipients.byIds(handle, nextIds(expansion, customers));
            case Audience.Filter filter -> next(handle, expansion, filter.location(), filter.preferredProduct());
            case Audience.All all -> next(handle, expansion, Optional.empty(), Optional.empty());
        };
    }

    private static List<Recipient> next(
            Handle handle, Expansion expansion, Optional<String> location, Optional<String> preferredProduct) {
        return Recipients.next(handle, location, preferredProduct, expansion.expandedTo, expansion.until, CHUNK);
    }

    private static List<Long> nextIds(Expansion expansion, Audience.Customers customers) {
        return customers.ids().stream()
                .filter(id -> id > expansion.expandedTo)
                .limit(CHUNK)
                .toList();
    }

    /** Up to where the audience is expanded with this chunk; named customers who no longer exist are passed over. */
    private static long lastCustomer(Expansion expansion, Audience audience, List<Recipient> recipients) {
        if (audience instanceof Audience.Customers customers) {
            List<Long> ids = nextIds(expansion, customers);
            return ids.size() < CHUNK ? expansion.until : ids.getLast();
        }
        return recipients.size() < CHUNK
                ? expansion.until
                : recipients.getLast().customerId();
    }

    private static void advance(Handle handle, long campaignId, long to, boolean last) {
        handle.createUpdate("""
                        UPDATE campaigns SET expanded_to = :to, expanding = NOT :last, updated_at = <now>,
                            recipients_expected = CASE WHEN :last
                                THEN (SELECT coalesce(sum(pending + sent + failed), 0)
                                      FROM campaign_stats WHERE campaign_id = :id)
                                ELSE recipients_expected END
                        WHERE id = :id
                        """)
                .bind("id", campaignId)
                .bind("to", to)
                .bind("last", last)
                .execute();
    }

    private void after(Chunk chunk, boolean push) {
        metrics.count(Metric.MESSAGES_QUEUED, chunk.messageIds.size());
        if (chunk.abandoned) {
            metrics.campaignFailed();
        }
        if (chunk.last) {
            log.info("campaign {} is expanded", chunk.campaignId);
            close.close(List.of(chunk.campaignId));
        }
        if (push) {
            try {
                queue.push(chunk.messageIds);
            } catch (QueueUnavailableException e) {
                log.warn("campaign {} is expanded without jobs: {}", chunk.campaignId, e.getMessage());
            }
        }
    }

    private boolean listIsShort() {
        try {
            return queue.length() < MAX_JOBS_ON_LIST;
        } catch (QueueUnavailableException e) {
            return false;
        }
    }
}
