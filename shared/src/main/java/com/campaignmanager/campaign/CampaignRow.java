package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.message.Channels;
import com.campaignmanager.sender.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads campaigns with their statistics. */
final class CampaignRow {
    /** Goes between {@code SELECT c.*} and {@code FROM campaigns AS c}. */
    static final String STATS = ", s.pending, s.sent, s.failed";

    /** Goes beside {@link #STATS}: why the campaign's channel is held, while the campaign has not ended. */
    static final String HOLD = ", hold.held_code, hold.held_reason, hold.held_since";

    /** Goes after {@code FROM campaigns AS c}. By campaign_stats_pkey. */
    static final String JOIN_STATS = """
             CROSS JOIN LATERAL (
                SELECT coalesce(sum(pending), 0) AS pending, coalesce(sum(sent), 0) AS sent,
                       coalesce(sum(failed), 0) AS failed
                FROM campaign_stats WHERE campaign_id = c.id
            ) AS s
            """;

    /** Goes beside {@link #JOIN_STATS}. By channels_pkey. */
    static final String JOIN_HOLD = """
             LEFT JOIN channels AS hold ON hold.channel = c.channel AND c.status IN ('scheduled', 'sending', 'paused')
            """;

    private static final Logger log = LoggerFactory.getLogger(CampaignRow.class);

    private CampaignRow() {}

    static Campaign read(ResultSet row, StatementContext context) throws SQLException {
        long expected = row.getLong("recipients_expected");
        Optional<Long> recipientsExpected = row.wasNull() ? Optional.empty() : Optional.of(expected);
        CampaignTerms terms = CampaignTermsColumns.read(row);
        return new Campaign(
                row.getLong("id"),
                row.getString("name"),
                Channel.of(row.getString("channel")).orElseThrow(),
                CampaignStatus.of(row.getString("status")).orElseThrow(),
                row.getString("base_template"),
                instant(row, "scheduled_at"),
                audience(row),
                terms.sendBefore(),
                terms.ignoreQuietHours(),
                terms.providerTemplate(),
                Optional.ofNullable(row.getString("status_reason")),
                Channels.hold(row),
                recipientsExpected,
                instant(row, "created_at").orElseThrow(),
                instant(row, "updated_at").orElseThrow(),
                CampaignStats.of(row.getLong("pending"), row.getLong("sent"), row.getLong("failed")));
    }

    /** One that can't be read, which the API did not save, is shown as none: else it would take its whole page along. */
    private static Optional<Audience> audience(ResultSet row) throws SQLException {
        try {
            return Optional.ofNullable(row.getString("audience")).map(AudienceColumn::read);
        } catch (IllegalStateException e) {
            log.warn("the audience of campaign {} can't be read: {}", row.getLong("id"), e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
