package com.campaignmanager.message;

import com.campaignmanager.content.Content;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.MessageSender.Outgoing;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads the rows of a claim, of which there is at least one. */
final class ClaimRows {
    private final List<Row> rows = new ArrayList<>();
    private final Set<Channel> restricted = EnumSet.noneOf(Channel.class);
    private long recalls;
    private Optional<Duration> nextAdmission = Optional.empty();

    /**
     * A claimed message and its position among its campaign's due ones, or a campaign whose turn it was and that had none.
     *
     * @param inTurn whether it was its campaign's turn; else a job named it
     */
    record Row(long campaignId, boolean inTurn, Optional<Claimed> message, String nextAttemptAt) {}

    void add(ResultSet row) throws SQLException {
        recalls = row.getLong("recalls");
        for (String channel : strings(row.getArray("restricted"))) {
            restricted.add(Channel.of(channel).orElseThrow());
        }
        double admission = row.getDouble("next_admission");
        nextAdmission = row.wasNull() ? Optional.empty() : Optional.of(seconds(admission));
        long campaignId = row.getLong("campaign_id");
        if (!row.wasNull()) {
            rows.add(new Row(campaignId, row.getBoolean("in_turn"), claimed(row, campaignId), next(row)));
        }
    }

    private static String next(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString("next_attempt_at")).orElse("");
    }

    private static Optional<Claimed> claimed(ResultSet row, long campaignId) throws SQLException {
        long id = row.getLong("id");
        if (row.wasNull() || row.getBoolean("suppressed")) {
            return Optional.empty();
        }
        Outgoing outgoing = new Outgoing(
                id,
                campaignId,
                Channel.of(row.getString("channel")).orElseThrow(),
                row.getString("phone"),
                content(row),
                row.getObject("idempotency_key", UUID.class),
                row.getInt("retry_count") + 1);
        return Optional.of(new Claimed(
                outgoing,
                row.getBoolean("in_doubt"),
                row.getInt("throttled"),
                seconds(row.getDouble("release_in")),
                row.getBoolean("probe")));
    }

    private static Content content(ResultSet row) throws SQLException {
        String text = row.getString("rendered_content");
        Array parameters = row.getArray("parameters");
        return parameters == null
                ? new Content.Text(text)
                : ProviderTemplateColumn.content(row.getString("provider_template"), strings(parameters), text);
    }

    private static List<String> strings(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) Math.ceil(seconds * 1000));
    }

    List<Row> rows() {
        return rows;
    }

    Claim claim() {
        List<Claimed> messages =
                rows.stream().flatMap(row -> row.message().stream()).toList();
        return new Claim(messages, recalls, restricted, nextAdmission);
    }
}
