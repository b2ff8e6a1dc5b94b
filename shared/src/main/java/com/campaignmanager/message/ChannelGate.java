package com.campaignmanager.message;

import com.campaignmanager.sender.Channel;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Opens, closes and slows down a channel. All by channels_pkey, by PostgreSQL's clock. */
final class ChannelGate {
    private ChannelGate() {}

    /**
     * Opens the channel: every message may begin again, within its limit.
     *
     * @param byAcceptance whether an accepted message has shown that the account is good; then a message that raises the
     *     hold again fails alone
     */
    static void open(Handle handle, Channel channel, boolean byAcceptance) {
        handle.createUpdate("""
                        UPDATE channels
                        SET opened_at = CASE WHEN :byAcceptance AND held_since IS NOT NULL THEN <now> ELSE opened_at END,
                            closed_until = NULL, probe_message = NULL, failed_probes = 0,
                            held_code = NULL, held_reason = NULL, held_since = NULL, held_by = NULL,
                            still_for = still_for + CASE WHEN still_since IS NULL THEN interval '0'
                                ELSE least(<now>, coalesce(still_until, <now>)) - still_since END,
                            still_since = NULL, still_until = NULL
                        WHERE channel = :channel
                        """)
                .bind("channel", channel.wireName())
                .bind("byAcceptance", byAcceptance)
                .execute();
        lookAtItsCampaigns(handle, channel);
    }

    /**
     * What the closed channel kept back was not due; from now on it is. Campaigns that wait for a later time go on waiting:
     * as hints that are due too early, thousands of them would keep the others from their turns for minutes.
     */
    private static void lookAtItsCampaigns(Handle handle, Channel channel) {
        // idx_campaigns_channel_status, idx_outbound_messages_due
        handle.createQuery("""
                        SELECT hint_due(c.id, greatest(next.at, <now>))::text
                        FROM campaigns AS c, LATERAL (
                            SELECT m.next_attempt_at AS at FROM outbound_messages AS m
                            WHERE m.campaign_id = c.id AND (m.status = 'pending') IS TRUE AND m.claimed_by IS NULL
                            ORDER BY m.next_attempt_at, m.id LIMIT 1
                        ) AS next
                        WHERE c.channel = :channel AND c.status = 'sending'
                        """)
                .bind("channel", channel.wireName())
                .mapTo(String.class)
                .list();
    }

    /** A probe has not found out whether the channel is taken again: the next one may begin now. */
    static void probeAgain(Handle handle, Channel channel, long probe) {
        handle.createUpdate("""
                        UPDATE channels SET closed_until = <now>, probe_message = NULL
                        WHERE channel = :channel AND probe_message = :probe
                        """)
                .bind("channel", channel.wireName())
                .bind("probe", probe)
                .execute();
    }

    /**
     * Halves the rate in use, at most once a second and down to a sixteenth of the configured one. A channel without a
     * configured rate goes on at the rate at which messages were accepted, and down to one message in ten seconds.
     *
     * @param configured units a second; empty: no limit
     * @param accepted units a second that the provider accepted from the caller's run just before; the other runs are taken
     *     to have sent as many each
     * @param closed how long the provider asked to be left alone
     * @param probe whether it is a probe that was throttled
     */
    static void slowDown(
            Handle handle,
            Channel channel,
            Optional<Double> configured,
            double accepted,
            Optional<Duration> closed,
            boolean probe) {
        handle.createUpdate("""
                        UPDATE channels AS ch
                        SET slowed_rate = next.rate, slowed_at = next.at,
                            closed_until = CASE
                                WHEN ch.held_since IS NOT NULL AND NOT :probe THEN ch.closed_until
                                WHEN next.closed_until IS NOT NULL THEN next.closed_until
                                WHEN :probe THEN <now>
                                ELSE ch.closed_until END,
                            probe_message = CASE WHEN :probe THEN NULL ELSE ch.probe_message END,
                            -- until it has recovered it stands still for those who are throttled by it
                            still_for = ch.still_for + CASE WHEN ch.still_until <= <now>
                                THEN ch.still_until - ch.still_since ELSE interval '0' END,
                            still_since = CASE WHEN ch.still_since IS NULL OR ch.still_until <= <now> THEN <now>
                                ELSE ch.still_since END,
                            still_until = CASE WHEN ch.still_since IS NOT NULL AND ch.still_until IS NULL THEN NULL
                                ELSE greatest(next.closed_until, next.at + CASE WHEN :rate::double precision IS NULL
                                    THEN interval '10 minutes'
                                    ELSE (:rate::double precision - next.rate) / (0.05 * :rate::double precision)
                                         * interval '1 second' END) END
                        FROM (
                            SELECT channel, <now> + :closed::interval AS closed_until,
                                   CASE WHEN recent THEN slowed_at ELSE <now> END AS at,
                                   CASE WHEN recent THEN slowed_rate
                                        WHEN :rate::double precision IS NOT NULL THEN greatest(
                                            :rate::double precision / 16,
                                            least(:rate::double precision, coalesce(
                                                slowed_rate + 0.05 * :rate::double precision * age,
                                                :rate::double precision)) / 2)
                                        WHEN slowed_rate IS NULL OR age > 600 THEN greatest(
                                            1, :accepted::double precision * (SELECT count(*) FROM worker_runs))
                                        ELSE greatest(0.1, slowed_rate * power(1.05, age) / 2) END AS rate
                            FROM (SELECT channel, slowed_rate, slowed_at, extract(epoch FROM <now> - slowed_at) AS age,
                                         slowed_rate IS NOT NULL AND slowed_at > <now> - interval '1 second' AS recent
                                  FROM channels WHERE channel = :channel FOR NO KEY UPDATE) AS was
                        ) AS next
                        WHERE ch.channel = next.channel
                        """)
                .bind("channel", channel.wireName())
                .bind("rate", configured)
                .bind("accepted", accepted)
                .bind("closed", closed)
                .bind("probe", probe)
                .execute();
    }
}
