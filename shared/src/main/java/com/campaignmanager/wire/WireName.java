package com.campaignmanager.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An enum constant that stands as a snake_case word in the database, in templates and on the wire. */
public interface WireName {
    String name();

    /** The constant's word, such as {@code first_name}. */
    default String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The constant of that word, or empty if there is none. */
    static <E extends Enum<E> & WireName> Optional<E> of(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.wireName().equals(word))
                .findFirst();
    }
}
