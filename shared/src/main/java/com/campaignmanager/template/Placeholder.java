package com.campaignmanager.template;

import com.campaignmanager.word.Word;
import java.util.Optional;

/** What a template can name in braces: a field of the customer. */
public enum Placeholder implements Word {
    FIRST_NAME,
    LAST_NAME,
    LOCATION,
    PREFERRED_PRODUCT,
    PHONE;

    /** The placeholder of that name, or empty if there is none. */
    public static Optional<Placeholder> of(String word) {
        return Word.of(Placeholder.class, word);
    }
}
