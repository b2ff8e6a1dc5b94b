package com.campaignmanager.template;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a template can name in braces: a field of the customer. */
public enum Placeholder {
    FIRST_NAME,
    LAST_NAME,
    LOCATION,
    PREFERRED_PRODUCT,
    PHONE;

    /** The name as it stands in a template, such as {@code first_name}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The placeholder of that name, or empty if there is none. */
    public static Optional<Placeholder> of(String word) {
        return Arrays.stream(values()).filter(p -> p.word().equals(word)).findFirst();
    }
}
