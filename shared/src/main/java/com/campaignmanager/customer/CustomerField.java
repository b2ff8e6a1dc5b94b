package com.campaignmanager.customer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is kept of a customer: the names of the table's columns, of the JSON members and of the CSV columns. */
public enum CustomerField {
    PHONE,
    FIRST_NAME,
    LAST_NAME,
    LOCATION,
    PREFERRED_PRODUCT,
    /** A tag of BCP 47. */
    LANGUAGE,
    /** A name of IANA. */
    TIME_ZONE;

    /**
     * The longest value, in characters, that is code points. Two of the fields are in an index, which takes 2,704 bytes at
     * most.
     */
    public static final int MAX_LENGTH = 200;

    /** The name in the database and on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CustomerField> of(String word) {
        return Arrays.stream(values()).filter(f -> f.wireName().equals(word)).findFirst();
    }

    /** Why this field of a customer can't hold this value, or empty if it can. A blank value is a missing one. */
    public Optional<String> refusalOf(String written) {
        String value = Values.asMeant(written);
        Optional<String> refusal = refusal(value);
        if (refusal.isPresent() || value.isEmpty()) {
            return refusal;
        }
        return switch (this) {
            case LANGUAGE ->
                Languages.canonical(value).isPresent()
                        ? Optional.empty()
                        : Optional.of("is not a language tag of BCP 47, such as sw or pt-BR");
            case TIME_ZONE ->
                TimeZones.named(value).isPresent()
                        ? Optional.empty()
                        : Optional.of("is not a time zone of IANA, such as Africa/Nairobi");
            case PHONE, FIRST_NAME, LAST_NAME, LOCATION, PREFERRED_PRODUCT -> Optional.empty();
        };
    }

    /** Why no field of a customer can hold this value, or empty if one can. */
    public static Optional<String> refusal(String value) {
        if (value.length() > MAX_LENGTH && value.codePointCount(0, value.length()) > MAX_LENGTH) {
            return Optional.of("is longer than " + MAX_LENGTH + " characters");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                return Optional.of("holds a NUL character");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isSupplementaryCodePoint(value.codePointAt(i))) {
                    return Optional.of("holds half of a surrogate pair");
                }
                i++;
            }
        }
        return Optional.empty();
    }
}
