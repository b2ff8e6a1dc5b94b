package com.campaignmanager.audience;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The customers that a campaign goes to. */
public sealed interface Audience {
    /** The most customers that an audience can name by id; larger ones go by filter. */
    int MAX_CUSTOMER_IDS = 100_000;

    /** These customers; a repeated id counts once. */
    record Customers(List<Long> ids) implements Audience {
        public Customers {
            ids = ids.stream().sorted().distinct().toList();
        }
    }

    /** Every customer with these values; at least one of them is given. */
    record Filter(Optional<String> location, Optional<String> preferredProduct) implements Audience {}

    /** Every customer whom this import created or updated. It is known for 90 days who was in an import. */
    record Import(UUID id) implements Audience {}

    /** Every customer there is. */
    record All() implements Audience {}
}
