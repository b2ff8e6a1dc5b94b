package com.campaignmanager.customer;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;

/** Language tags of BCP 47, such as {@code sw} and {@code pt-BR}. */
public final class Languages {
    private Languages() {}

    /** The tag in its canonical form; empty if it is ill-formed. */
    public static Optional<String> canonical(String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            return Optional.of(locale.toLanguageTag())
                    .filter(_ -> !locale.getLanguage().isEmpty());
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }
}
