package com.campaignmanager.content;

import com.campaignmanager.wire.WireName;
import java.util.Optional;

/** What a template can name in braces: a field of the customer. */
public enum Placeholder implements WireName {
    FIRST_NAME,
    LAST_NAME,
    LOCATION,
    PREFERRED_PRODUCT,
    PHONE;

    /** The placeholder of that name, or empty if there is none. */
    public static Optional<Placeholder> of(String word) {
        return WireName.of(Placeholder.class, word);
    }
}
