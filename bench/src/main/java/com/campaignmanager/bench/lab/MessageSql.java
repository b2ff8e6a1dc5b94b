package com.campaignmanager.bench.lab;

import java.util.Locale;

/** Creates messages, rendering included, in one statement on the server. */
public final class MessageSql {
    /** The template of all campaigns in the benchmark. */
    public static final String TEMPLATE =
            "Hi {first_name|Customer}, {preferred_product|our new range} is on sale in {location|your town}. Reply STOP to end.";

    /** The same template as an SQL expression. */
    public static final String RENDERED = """
            'Hi ' || coalesce(nullif(c.first_name, ''), 'Customer') || ', '
                || coalesce(nullif(c.preferred_product, ''), 'our new range') || ' is on sale in '
                || coalesce(nullif(c.location, ''), 'your town') || '. Reply STOP to end.'""";

    private MessageSql() {}

    /** {@code INSERT … SELECT} of a campaign's messages to the customers {@code c} that match a condition. */
    public static String insert(long campaign, String condition) {
        return String.format(Locale.ROOT, """
                INSERT INTO outbound_messages
                    (campaign_id, customer_id, phone, segments, rendered_content, queued_at, next_attempt_at, created_at,
                     updated_at)
                SELECT %d, c.id, c.phone, 1, %s, now(), now(), now(), now() FROM customers AS c WHERE %s ORDER BY c.id
                """, campaign, RENDERED, condition);
    }
}
