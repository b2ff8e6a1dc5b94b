package com.campaignmanager.consent;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Somebody who must not be written to.
 *
 * @param phone E.164
 * @param createdAt when the opt-out came first
 */
public record Suppression(
        long id, String phone, OptOutChannel channel, OptOutSource source, String reason, Instant createdAt) {
    static final String COLUMNS = "id, phone, channel, source, reason, created_at";

    static Suppression read(ResultSet row) throws SQLException {
        return new Suppression(
                row.getLong("id"),
                row.getString("phone"),
                OptOutChannel.of(row.getString("channel")).orElseThrow(),
                OptOutSource.of(row.getString("source")).orElseThrow(),
                row.getString("reason"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    /** Hides the number: this may end in a log. */
    @Override
    public String toString() {
        return "suppression " + id;
    }
}
