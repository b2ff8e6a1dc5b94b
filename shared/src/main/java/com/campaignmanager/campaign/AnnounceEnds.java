package com.campaignmanager.campaign;

import com.campaignmanager.event.Event.CampaignEnded;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.event.EventsLostException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the ends of campaigns, each at least once: the note made when a campaign ended is cleared only after the bus has
 * taken the event. May run at any time, and in several processes at once, which may publish an end twice.
 */
public final class AnnounceEnds {
    private static final int AT_ONCE = 100;
    private static final Logger log = LoggerFactory.getLogger(AnnounceEnds.class);

    private final Jdbi jdbi;
    private final EventBus events;

    public AnnounceEnds(Jdbi jdbi, EventBus events) {
        this.jdbi = jdbi;
        this.events = events;
    }

    /** @return how many ends were published */
    public long run() {
        long told = 0;
        List<CampaignEnded> some;
        do {
            some = untold();
            if (some.isEmpty()) {
                return told;
            }
            try {
                events.put(List.copyOf(some));
            } catch (EventsLostException e) {
                log.warn("the ends of {} campaigns will be published later: {}", some.size(), e.getMessage());
                return told;
            }
            told(some);
            told += some.size();
        } while (some.size() == AT_ONCE);
        return told;
    }

    private List<CampaignEnded> untold() {
        // idx_campaigns_to_announce, campaign_stats_pkey
        return jdbi.withHandle(handle -> handle.createQuery("SELECT c.id, c.name, c.channel, c.status, c.to_announce"
                        + CampaignRow.STATS + " FROM campaigns AS c" + CampaignRow.JOIN_STATS
                        + " WHERE c.to_announce IS NOT NULL ORDER BY c.to_announce LIMIT :atOnce")
                .bind("atOnce", AT_ONCE)
                .map(AnnounceEnds::ended)
                .list());
    }

    private static CampaignEnded ended(ResultSet row, StatementContext context) throws SQLException {
        return new CampaignEnded(
                row.getLong("id"),
                row.getString("name"),
                row.getString("channel"),
                CampaignStatus.FAILED.wireName().equals(row.getString("status")),
                row.getObject("to_announce", OffsetDateTime.class).toInstant(),
                row.getLong("sent"),
                row.getLong("failed"));
    }

    /** A campaign that has ended again meanwhile keeps its note. */
    private void told(List<CampaignEnded> ends) {
        // campaigns_pkey
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE campaigns AS c SET to_announce = NULL
                        FROM unnest(:ids, :times::timestamptz[]) AS told (id, at)
                        WHERE c.id = told.id AND c.to_announce = told.at
                        """)
                .bindArray(
                        "ids",
                        Long.class,
                        ends.stream().map(CampaignEnded::campaignId).toArray())
                .bindArray(
                        "times",
                        String.class,
                        ends.stream().map(end -> end.at().toString()).toArray())
                .execute());
    }
}
