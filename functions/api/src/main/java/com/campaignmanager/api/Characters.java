package com.campaignmanager.api;

import com.campaignmanager.problem.InvalidValue;
import java.util.Optional;

/** Characters that no text of ours holds: PostgreSQL can't keep a NUL, and half of a surrogate pair is no character. */
final class Characters {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int MAX_NAME_LENGTH = 100;

    private Characters() {}

    static Optional<InvalidValue> refusal(String text) {
        if (text.indexOf(0) >= 0) {
            return Optional.of(InvalidValue.of("must not hold a NUL character"));
        }
        if (text.codePoints().anyMatch(Characters::isHalf)) {
            return Optional.of(InvalidValue.of("must not hold half of a surrogate pair"));
        }
        return Optional.empty();
    }

    /** A name from outside, fit to be repeated in an answer. */
    static String shown(String name) {
        return name.codePoints()
                .limit(MAX_NAME_LENGTH)
                .map(c -> isHalf(c) || Character.isISOControl(c) ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isHalf(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }
}
