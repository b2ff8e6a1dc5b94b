package com.campaignmanager.consent;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A suppression whose pending messages have not been failed yet.
 *
 * @param channel as the database has it
 * @param since the value of {@code unfinished}, as PostgreSQL writes it: who suppresses it once more changes it
 */
record Mark(String phone, String channel, String since) {
    static final String COLUMNS = "s.phone, s.channel, s.unfinished::text AS since";

    static Mark read(ResultSet row) throws SQLException {
        return new Mark(row.getString("phone"), row.getString("channel"), row.getString("since"));
    }

    /** Hides the number: this may end in a log. */
    @Override
    public String toString() {
        return "mark of " + channel + " since " + since;
    }
}
