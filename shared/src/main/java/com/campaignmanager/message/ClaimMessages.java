package com.campaignmanager.message;

import com.campaignmanager.message.Claim.Request;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.settings.Settings.LimitSettings;
import com.campaignmanager.settings.Settings.RateLimit;
import com.campaignmanager.settings.Settings.RetrySettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Claims messages for a worker run: those named by jobs, and an equal share of due ones from each sending campaign in turn,
 * so that a small campaign never waits for a large one's list. Only messages that could be claimed come back, so a
 * repeated or invented job does no harm. Messages that another worker is claiming at this moment are skipped.
 *
 * <p>One statement claims from all channels that are open and have no limit. A channel with a limit, or one that has slowed
 * down or is closed, has a statement of its own, which takes the channel's row first (contract 11.4 and 11.5).
 */
public final class ClaimMessages {
    /** How many campaigns one claim looks at; the next claim goes on behind them. */
    private static final int CAMPAIGNS_PER_CLAIM = 16;

    private final Jdbi jdbi;
    private final boolean takesFailed;
    private final boolean takesUncertain;
    private final int maxRetries;
    private final Map<Channel, RateLimit> limits = new EnumMap<>(Channel.class);

    /** @param keys whether the sender takes idempotency keys, so that a job may repeat an uncertain message */
    public ClaimMessages(Jdbi jdbi, RetrySettings retry, LimitSettings limits, boolean keys) {
        this.jdbi = jdbi;
        this.takesFailed = !retry.auto();
        this.takesUncertain = keys;
        this.maxRetries = retry.maxRetries();
        limits.sms().ifPresent(limit -> this.limits.put(Channel.SMS, limit));
        limits.whatsapp().ifPresent(limit -> this.limits.put(Channel.WHATSAPP, limit));
    }

    /** The channels that always have a limit, whatever their state. */
    public Set<Channel> limited() {
        return limits.isEmpty() ? EnumSet.noneOf(Channel.class) : EnumSet.copyOf(limits.keySet());
    }

    /** Claims from the channels that have no limit and are open. */
    public Claim claim(Request request) {
        String[] channels = EnumSet.complementOf(EnumSet.copyOf(limited())).stream()
                .map(Channel::wireName)
                .toArray(String[]::new);
        return jdbi.withHandle(handle -> read(
                bind(handle.createQuery(ClaimSql.OPEN_CHANNELS), request)
                        .bindArray("channels", String.class, (Object[]) channels),
                request));
    }

    /**
     * Claims from one channel, as much as its limit lets begin within the next half second. Claims nothing while another
     * worker is claiming from it.
     */
    public Claim claimLimited(Request request, Channel channel) {
        Optional<RateLimit> limit = Optional.ofNullable(limits.get(channel));
        return jdbi.withHandle(handle -> read(
                bind(handle.createQuery(ClaimSql.ONE_CHANNEL), request)
                        .bind("channel", channel.wireName())
                        .bind("rate", limit.map(RateLimit::perSecond))
                        .bind("burst", limit.map(RateLimit::burst))
                        .bind("countsSegments", channel == Channel.SMS),
                request));
    }

    private Query bind(Query query, Request request) {
        DueCursors cursors = request.cursors();
        return query.bind("run", request.runId())
                .bind("recalls", request.recalls())
                .bind("lease", request.lease())
                .bindArray("jobs", Long.class, request.jobs().toArray())
                .bind("share", request.share())
                .bind("takesFailed", takesFailed)
                .bind("takesUncertain", takesUncertain)
                .bind("maxRetries", maxRetries)
                .bind("campaigns", CAMPAIGNS_PER_CLAIM)
                .bindArray("held", Long.class, request.held().toArray())
                .bind("after", cursors.lastCampaign())
                .bindArray("exhausted", Long.class, cursors.exhausted().toArray())
                .bindArray("cursorCampaigns", Long.class, cursors.campaigns())
                .bindArray("cursorTimes", String.class, cursors.times())
                .bindArray("cursorIds", Long.class, cursors.ids());
    }

    private static Claim read(Query query, Request request) {
        ClaimRows rows = new ClaimRows();
        query.map((row, _) -> {
                    rows.add(row);
                    return Boolean.TRUE;
                })
                .list();
        request.cursors().advance(rows.rows(), request.jobs(), request.share());
        return rows.claim();
    }

    /**
     * Lets the campaigns of a channel that holds them back be due again when it lets the next message begin: when a closed
     * channel tries its next probe, or after that time, but no later than eleven seconds from now.
     */
    public void postpone(Channel channel, Duration by) {
        // channels_pkey, idx_campaign_due_due, campaigns_pkey, campaign_due_pkey; hints that a concurrent opening has
        // made are not in this snapshot, and stay
        jdbi.useHandle(handle -> handle.createUpdate("""
                        WITH waiting AS MATERIALIZED (
                            SELECT h.id, h.campaign_id FROM campaign_due AS h JOIN campaigns AS c ON c.id = h.campaign_id
                            WHERE h.due_at <= <now> AND c.channel = :channel AND c.status = 'sending'
                            FOR UPDATE OF h SKIP LOCKED
                        ), deleted AS (
                            DELETE FROM campaign_due WHERE id = ANY (ARRAY(SELECT id FROM waiting))
                        )
                        INSERT INTO campaign_due (campaign_id, due_at)
                        SELECT DISTINCT w.campaign_id,
                               CASE WHEN ch.closed_until > <now> THEN ch.closed_until
                                    ELSE <now> + least(:by, interval '11 seconds') END
                        FROM waiting AS w, channels AS ch WHERE ch.channel = :channel
                        """)
                .bind("channel", channel.wireName())
                .bind("by", by)
                .execute());
    }

    /**
     * How long until an unclaimed message of a sending campaign may be due: possibly too early, but never too late. Zero if
     * one may be due now, empty if there is none.
     */
    public Optional<Duration> untilNextDue() {
        // idx_campaign_due_due
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT greatest(0, ceil(extract(epoch FROM due_at - <now>) * 1000))::bigint
                        FROM campaign_due ORDER BY due_at LIMIT 1
                        """).mapTo(Long.class).findOne().map(Duration::ofMillis));
    }
}
