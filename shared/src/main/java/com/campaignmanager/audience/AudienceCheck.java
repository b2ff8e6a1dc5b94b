package com.campaignmanager.audience;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Checks whether an audience can be stored: customers that it names must exist, and an import must be finished. A filter is
 * evaluated at the send.
 */
public final class AudienceCheck {
    private static final int MISSING_SHOWN = 100;

    private AudienceCheck() {}

    /**
     * @throws ProblemException {@code too_many_customers}, {@code import_not_found}, or {@code customers_not_found} with
     *     {@code missing_customer_ids}
     */
    public static void require(Handle handle, Audience audience) {
        if (audience instanceof Audience.Customers(List<Long> ids)) {
            if (ids.size() > Audience.MAX_CUSTOMER_IDS) {
                throw ProblemException.of(
                        Kind.TOO_LARGE,
                        "too_many_customers",
                        "an audience names at most " + Audience.MAX_CUSTOMER_IDS
                                + " customer_ids; to reach more customers, use a filter or all");
            }
            requireAll(handle, ids);
        }
        if (audience instanceof Audience.Import(UUID id)) {
            requireFinished(handle, id);
        }
    }

    /** One that failed is finished, too: what it counts has been imported. Of one that is read half would be left out. */
    private static void requireFinished(Handle handle, UUID id) {
        // customer_imports_pkey
        handle.createQuery("SELECT 1 FROM customer_imports WHERE id = :id AND status IN ('done', 'failed')")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .orElseThrow(() -> ProblemException.of(
                        Kind.NOT_FOUND, "import_not_found", "there is no import " + id + " that is finished"));
    }

    private static void requireAll(Handle handle, List<Long> ids) {
        // customers_pkey
        List<Long> missing = handle.createQuery("""
                        SELECT wanted FROM unnest(:ids) AS wanted
                        WHERE NOT EXISTS (SELECT FROM customers WHERE id = wanted)
                        ORDER BY wanted
                        """)
                .bindArray("ids", Long.class, ids.toArray())
                .mapTo(Long.class)
                .list();
        if (!missing.isEmpty()) {
            throw ProblemException.of(
                            Kind.NOT_FOUND, "customers_not_found", missing.size() + " of the customers do not exist")
                    .with(
                            "missing_customer_ids",
                            missing.stream().limit(MISSING_SHOWN).toList());
        }
    }
}
