package com.campaignmanager.plans;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The statements whose cost grows with the queue if PostgreSQL plans them badly. */
enum HotStatement {
    CLAIM_OPEN_CHANNELS("SELECT id, NULL, false FROM due"),
    CLAIM_ONE_CHANNEL("candidate AS MATERIALIZED"),
    RECORD("begun = $"),
    INSERT_MESSAGES("INSERT INTO outbound_messages"),
    FAIL_SUPPRESSED("WHERE EXISTS (SELECT FROM suppressions) AND m.id = ANY"),
    NEXT_CUSTOMERS_OF_ALL("FROM customers\nWHERE (id) > "),
    NEXT_CUSTOMERS_BY_LOCATION("FROM customers\nWHERE (location_key, id) > "),
    NEXT_CUSTOMERS_BY_PRODUCT("FROM customers\nWHERE (preferred_product_key, id) > "),
    NEXT_CUSTOMERS_BY_BOTH("FROM customers\nWHERE location_key COLLATE"),
    NEXT_CUSTOMERS_OF_IMPORT("FROM customer_import_members AS m JOIN customers"),
    CLOSE_CAMPAIGNS("WITH finished AS ("),
    FINISHED_CAMPAIGNS("WHERE NOT c.expanding AND c.retrying IS NULL AND s.pending = 0"),
    NEXT_DUE("FROM campaign_due ORDER BY due_at LIMIT 1");

    private final String text;

    /** @param text a part of the statement that no statement above has */
    HotStatement(String text) {
        this.text = text;
    }

    static Optional<HotStatement> of(String sql) {
        return Arrays.stream(values()).filter(one -> sql.contains(one.text)).findFirst();
    }

    /** The file that holds its plan. */
    String file() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
    }
}
