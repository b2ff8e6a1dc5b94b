package com.campaignmanager.message;

import com.campaignmanager.hours.QuietHours;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.settings.SenderSettings;
import com.campaignmanager.settings.Settings.HourSettings;
import com.campaignmanager.settings.Settings.LimitSettings;
import com.campaignmanager.settings.Settings.RateLimit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The state of the channels, and the end of a hold by hand. */
public final class Channels {
    private final Jdbi jdbi;
    private final LimitSettings limits;
    private final HourSettings hours;
    private final SenderSettings.ByChannel senders;

    public Channels(Jdbi jdbi, LimitSettings limits, HourSettings hours, SenderSettings.ByChannel senders) {
        this.jdbi = jdbi;
        this.limits = limits;
        this.hours = hours;
        this.senders = senders;
    }

    /** The reason for a hold, in the provider's words, and its beginning. */
    public record Hold(Optional<String> code, String reason, Instant since) {}

    /**
     * One channel.
     *
     * @param sender the provider's name; empty: nothing can be sent by it
     * @param rate units a second as configured: SMS parts, or WhatsApp messages; empty: no limit
     * @param rateInUse the same after throttled answers; empty: no limit
     * @param burst units that may begin at once after a rest
     * @param slowedUntil until when the provider asked to be left alone
     * @param quietHours the hours of a recipient's day in which nothing is sent; empty: none
     * @param timeZone where recipients are taken to be whose zone is not known
     */
    public record ChannelState(
            Channel channel,
            Optional<String> sender,
            Optional<Double> rate,
            Optional<Double> rateInUse,
            Optional<Double> burst,
            Optional<Hold> held,
            Optional<Instant> slowedUntil,
            Optional<String> quietHours,
            String timeZone) {}

    /** All channels. */
    public List<ChannelState> list() {
        // no index: channels has one row per channel
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT channel, held_code, held_reason, held_since, slowed_rate,
                               CASE WHEN held_since IS NULL AND closed_until > <now> THEN closed_until END AS slowed_until,
                               extract(epoch FROM <now> - slowed_at)::double precision AS slowed_for
                        FROM channels ORDER BY channel
                        """).map((row, _) -> state(row)).list());
    }

    private ChannelState state(ResultSet row) throws SQLException {
        Channel channel = Channel.of(row.getString("channel")).orElseThrow();
        Optional<RateLimit> limit = channel == Channel.SMS ? limits.sms() : limits.whatsapp();
        return new ChannelState(
                channel,
                senders.of(channel).map(SenderSettings::provider),
                limit.map(RateLimit::perSecond),
                rateInUse(row, limit.map(RateLimit::perSecond)),
                limit.map(RateLimit::burst),
                hold(row),
                instant(row, "slowed_until"),
                hours.quiet().map(QuietHours::toString),
                hours.defaultZone().getId());
    }

    /** As a claim computes it: contract 11.4. */
    private static Optional<Double> rateInUse(ResultSet row, Optional<Double> configured) throws SQLException {
        double slowed = row.getDouble("slowed_rate");
        if (row.wasNull()) {
            return configured;
        }
        double seconds = row.getDouble("slowed_for");
        return configured
                .map(rate -> Optional.of(Math.min(rate, slowed + 0.05 * rate * seconds)))
                .orElseGet(() -> seconds < 600 ? Optional.of(slowed * Math.pow(1.05, seconds)) : Optional.empty());
    }

    /** Reads the columns {@code held_code}, {@code held_reason} and {@code held_since}; none while the last is null. */
    public static Optional<Hold> hold(ResultSet row) throws SQLException {
        Optional<Instant> since = instant(row, "held_since");
        if (since.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> code = Optional.of(row.getString("held_code")).filter(text -> !text.isEmpty());
        return Optional.of(new Hold(code, row.getString("held_reason"), since.get()));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** Opens the channel now, whatever has closed it. */
    public void resume(Channel channel) {
        jdbi.useTransaction(handle -> ChannelGate.open(handle, channel, false));
    }
}
