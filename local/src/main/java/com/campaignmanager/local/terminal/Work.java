package com.campaignmanager.local.terminal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The work that is going on now: campaigns, read from the database, and imports. */
final class Work {
    /**
     * @param name such as "campaign 7"
     * @param total how many there will be; empty while it is unknown
     */
    record Item(String name, long done, Optional<Long> total, String details) {}

    private static final int MAX_CAMPAIGNS = 100;

    private final Jdbi jdbi;
    private final ImportsSeen imports;

    Work(Jdbi jdbi, ImportsSeen imports) {
        this.jdbi = jdbi;
        this.imports = imports;
    }

    List<Item> now() {
        return jdbi.withHandle(handle ->
                Stream.concat(campaigns(handle), imports.now().stream()).toList());
    }

    /** By idx_campaigns_status and campaign_stats_pkey. */
    private static Stream<Item> campaigns(Handle handle) {
        return handle
                .createQuery("""
                        SELECT c.id, coalesce(sum(s.sent), 0) AS sent, coalesce(sum(s.failed), 0) AS failed,
                               greatest(coalesce(c.recipients_expected, 0),
                                        coalesce(sum(s.pending + s.sent + s.failed), 0)) AS total
                        FROM (SELECT id, recipients_expected FROM campaigns
                              WHERE status = 'sending' ORDER BY id LIMIT :most) AS c
                        LEFT JOIN campaign_stats AS s ON s.campaign_id = c.id
                        GROUP BY c.id, c.recipients_expected ORDER BY c.id
                        """)
                .bind("most", MAX_CAMPAIGNS)
                .map((row, context) -> new Item(
                        "campaign " + row.getLong("id"),
                        row.getLong("sent") + row.getLong("failed"),
                        Optional.of(row.getLong("total")),
                        row.getLong("failed") == 0 ? "" : ", " + row.getLong("failed") + " failed"))
                .list()
                .stream();
    }
}
