package com.campaignmanager.sender;

/** Text from a provider, made fit for the database: no NUL, no half of a surrogate pair, and at most 500 characters. */
public final class ForeignText {
    private static final int MAX_LENGTH = 500;

    private ForeignText() {}

    /** Blank text comes out empty, control characters as spaces. */
    public static String cleaned(String text) {
        return text.codePoints()
                .limit(MAX_LENGTH)
                .map(c -> isFit(c) ? c : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static boolean isFit(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }
}
