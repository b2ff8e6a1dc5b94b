package com.campaignmanager.campaign;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.audience.Recipients;
import com.campaignmanager.audience.Recipients.Extent;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Sets a locked campaign to sending, with its audience as it is at this moment, to be expanded from here on. */
final class StartExpansion {
    private StartExpansion() {}

    /** How many recipients to expect; empty, and nothing changed, if nobody matches. */
    static Optional<Long> audience(Handle handle, long campaignId, Audience audience) {
        Extent extent = switch (audience) {
            case Audience.Customers customers -> existing(handle, customers);
            case Audience.Filter filter -> Recipients.extent(handle, filter.location(), filter.preferredProduct());
            case Audience.All all -> Recipients.extent(handle, Optional.empty(), Optional.empty());
        };
        if (extent.matching() == 0) {
            return Optional.empty();
        }
        handle.createUpdate("""
                        UPDATE campaigns
                        SET status = 'sending', status_reason = NULL, audience = :audience::jsonb, expanding = true,
                            expanded_to = 0, expand_until = :until, recipients_expected = :expected, updated_at = <now>
                        WHERE id = :id
                        """)
                .bind("id", campaignId)
                .bind("audience", AudienceColumn.write(audience))
                .bind("until", extent.highestId())
                .bind("expected", extent.matching())
                .execute();
        return Optional.of(extent.matching());
    }

    private static Extent existing(Handle handle, Audience.Customers customers) {
        // customers_pkey
        return handle.createQuery(
                        "SELECT count(*) AS matching, coalesce(max(id), 0) AS highest FROM customers WHERE id = ANY (:ids)")
                .bindArray("ids", Long.class, customers.ids().toArray())
                .map((row, context) -> new Extent(row.getLong("matching"), row.getLong("highest")))
                .one();
    }

    static ProblemException emptyAudience() {
        return ProblemException.of(Kind.INVALID, "empty_audience", "the audience matches no customer");
    }
}
