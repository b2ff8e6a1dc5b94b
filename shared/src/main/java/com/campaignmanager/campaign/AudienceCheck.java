package com.campaignmanager.campaign;

import com.campaignmanager.problem.Problem;
import com.campaignmanager.problem.Problem.Kind;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Whether an audience can be stored: customers that are named must exist. Whom a filter finds is seen at the send. */
final class AudienceCheck {
    private static final int MISSING_SHOWN = 100;

    private AudienceCheck() {}

    /** @throws Problem {@code too_many_customers}, or {@code customers_not_found} with {@code missing_customer_ids} */
    static void require(Handle handle, Audience audience) {
        if (audience instanceof Audience.Customers(List<Long> ids)) {
            if (ids.size() > SendCampaign.MOST_CUSTOMERS) {
                throw Problem.of(
                        Kind.TOO_LARGE,
                        "too_many_customers",
                        "an audience names at most " + SendCampaign.MOST_CUSTOMERS
                                + " customer_ids; reach more by a filter or by all");
            }
            requireAll(handle, ids);
        }
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
            throw Problem.of(Kind.NOT_FOUND, "customers_not_found", missing.size() + " of the customers do not exist")
                    .with(
                            "missing_customer_ids",
                            missing.stream().limit(MISSING_SHOWN).toList());
        }
    }
}
