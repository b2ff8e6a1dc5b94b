package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.audience.Recipients;
import com.campaignmanager.content.Placeholder;
import com.campaignmanager.hours.OpenHours;
import com.campaignmanager.log.CampaignId;
import com.campaignmanager.message.InsertMessages;
import com.campaignmanager.message.InsertMessages.Inserted;
import com.campaignmanager.message.MakeMessages;
import com.campaignmanager.metrics.Metric;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.queue.QueueUnavailableException;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.time.Deadline;
import com.campaignmanager.wake.WakeSignal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns frozen audiences into messages, chunk by chunk. The messages and how far the audience is expanded change in one
 * transaction per chunk, so a kill at any point leaves off exactly where the next run goes on, with one message per customer.
 * Several runs at once share the work: each chunk belongs to the run that has its campaign locked, and campaigns take turns.
 */
public final class ExpandAudiences {
    /** The first chunk is small, so that its messages go out at once; each further one is twice as large. */
    private static final int FIRST_CHUNK = 100;

    private static final int MAX_CHUNK = 5_000;
    private static final Duration MAX_CHUNK_TIME = Duration.ofSeconds(5);

    /** With this many jobs on the list, more would only make it longer. Workers find the messages without jobs. */
    private static final int MAX_JOBS_ON_LIST = 10_000;

    private static final Logger log = LoggerFactory.getLogger(ExpandAudiences.class);

    private final Jdbi jdbi;
    private final SendQueue queue;
    private final WakeSignal wake;
    private final CloseCampaigns close;
    private final Map<Placeholder, String> fallbacks;
    private final int maxSegments;
    private final OpenHours hours;
    private final Metrics metrics;

    public ExpandAudiences(
            Jdbi jdbi,
            SendQueue queue,
            WakeSignal wake,
            CloseCampaigns close,
            Map<Placeholder, String> fallbacks,
            int maxSegments,
            OpenHours hours,
            Metrics metrics) {
        this.jdbi = jdbi;
        this.queue = queue;
        this.wake = wake;
        this.close = close;
        this.fallbacks = fallbacks;
        this.maxSegments = maxSegments;
        this.hours = hours;
        this.metrics = metrics;
    }

    /** A campaign that is being expanded, and how far. */
    private record Expansion(CampaignContent content, String audience, long expandedTo, long until) {
        long campaignId() {
            return content.campaignId();
        }

        boolean hasNotBegun() {
            return expandedTo == 0;
        }
    }

    /** The result of a chunk. {@code over}: the campaign has all the messages that it will have. */
    private record Chunk(long campaignId, Inserted inserted, boolean over) {}

    /**
     * Expands until nothing is left to expand or the time is nearly up.
     *
     * @return how many messages were created
     */
    public long run(Deadline deadline) {
        long created = 0;
        boolean woken = false;
        Map<Long, Integer> sizes = new HashMap<>();
        while (!deadline.isWithin(MAX_CHUNK_TIME)) {
            boolean push = listIsShort();
            Optional<Chunk> chunk = jdbi.inTransaction(handle -> expandNext(handle, sizes, push));
            if (chunk.isEmpty()) {
                break;
            }
            created += chunk.get().inserted.total();
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

    private Optional<Chunk> expandNext(Handle handle, Map<Long, Integer> sizes, boolean push) {
        return next(handle).map(expansion -> {
            int size = sizes.compute(
                    expansion.campaignId(),
                    (_, last) -> last == null
                            ? expansion.hasNotBegun() ? FIRST_CHUNK : MAX_CHUNK
                            : Math.min(MAX_CHUNK, 2 * last));
            try {
                return expand(handle, expansion, size, push);
            } catch (ProblemException | IllegalStateException e) {
                return abandon(handle, expansion, e);
            }
        });
    }

    private Chunk expand(Handle handle, Expansion expansion, int size, boolean push) {
        Audience audience = AudienceColumn.read(expansion.audience);
        MakeMessages make = expansion.content.messages(fallbacks, maxSegments);
        Recipients.Chunk chunk = Recipients.next(handle, audience, expansion.expandedTo, expansion.until, size);
        Inserted inserted = InsertMessages.insert(
                handle, expansion.campaignId(), make, expansion.content.hours(hours), chunk.recipients(), push);
        boolean last = chunk.upTo() >= expansion.until;
        advance(handle, expansion.campaignId(), chunk.upTo(), last);
        return new Chunk(expansion.campaignId(), inserted, last);
    }

    /** A campaign that was saved some other way than through the API must not hold up all others. */
    private Chunk abandon(Handle handle, Expansion expansion, RuntimeException why) {
        try (CampaignId.Lines _ = CampaignId.onEachLine(expansion.campaignId())) {
            log.error("campaign {} can't be expanded", expansion.campaignId(), why);
        }
        CampaignStatus status = CampaignTransitions.abandonExpansion(
                handle, expansion.campaignId(), "not all messages were made: " + why.getMessage());
        if (status == CampaignStatus.FAILED) {
            metrics.campaignFailed();
        }
        return new Chunk(expansion.campaignId(), new Inserted(0, List.of()), true);
    }

    private static Optional<Expansion> next(Handle handle) {
        // idx_campaigns_expanding; the one that has waited longest first
        return handle.createQuery("""
                        SELECT id, channel, base_template, provider_template, ignore_quiet_hours, audience, expanded_to,
                               expand_until
                        FROM campaigns
                        WHERE expanding AND status = 'sending' AND (send_before IS NULL OR send_before > <now>)
                        ORDER BY updated_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
                        """)
                .map((row, _) -> new Expansion(
                        new CampaignContent(
                                row.getLong("id"),
                                Channel.of(row.getString("channel")).orElseThrow(),
                                row.getString("base_template"),
                                Optional.ofNullable(row.getString("provider_template")),
                                row.getBoolean("ignore_quiet_hours")),
                        row.getString("audience"),
                        row.getLong("expanded_to"),
                        row.getLong("expand_until")))
                .findOne();
    }

    private static void advance(Handle handle, long campaignId, long to, boolean last) {
        // campaigns_pkey, campaign_stats_pkey
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
        metrics.count(Metric.MESSAGES_QUEUED, chunk.inserted.pending().size());
        if (chunk.over) {
            log.info("campaign {} is expanded", chunk.campaignId);
            close.closeIfPossible(List.of(chunk.campaignId));
        }
        if (push) {
            try {
                queue.push(chunk.inserted.pending());
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
