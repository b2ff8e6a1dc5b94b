package com.campaignmanager.customer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes from a written phone number what only makes it readable. Anything else that is neither a digit nor the leading plus
 * is refused: left out or read as a key of the dial it would make the number somebody else's.
 */
final class WrittenPhone {
    /** What spreadsheets write of a number with too many digits, or in too narrow a column. */
    private static final Pattern CUT = Pattern.compile("'?\\+?[0-9]+(?:[.,][0-9]+)?[eE]\\+?[0-9]+|#{3,}");

    /** A whole number that was kept as one with decimals. */
    private static final Pattern WITH_DECIMALS = Pattern.compile("(\\+?[0-9]{5,})\\.0+");

    private static final String DOTS = ".\u00B7\u2022\u2024\u2027\u3002\uFE52\uFF0E\uFF61";
    private static final int MINUS_SIGN = 0x2212;
    private static final int FULLWIDTH_PLUS_SIGN = 0xFF0B;
    /** Quotation marks that Unicode counts as opening and closing punctuation. */
    private static final String NOT_BRACKETS = "\u201A\u201E\u301D\u301E\u301F";

    private WrittenPhone() {}

    /** @param meant a value as {@link Values#asMeant} gives it */
    static boolean isCutBySpreadsheet(String meant) {
        return CUT.matcher(meant).matches();
    }

    /**
     * The digits, as ASCII, after a plus if there is one before them all; empty if there are none, or what can't be left out.
     *
     * @param meant a value as {@link Values#asMeant} gives it
     */
    static Optional<String> digits(String meant) {
        Matcher decimals = WITH_DECIMALS.matcher(meant);
        String whole = decimals.matches() ? decimals.group(1) : meant;
        StringBuilder digits = new StringBuilder(whole.length());
        boolean plus = false;
        for (int i = 0; i < whole.length(); i = whole.offsetByCodePoints(i, 1)) {
            int c = whole.codePointAt(i);
            if (Character.isDigit(c)) {
                digits.append((char) ('0' + Character.digit(c, 10)));
            } else if (isPlus(c) && digits.isEmpty() && !plus) {
                plus = true;
            } else if (!canBeLeftOut(c)) {
                return Optional.empty();
            }
        }
        return digits.isEmpty() ? Optional.empty() : Optional.of(plus ? "+" + digits : digits.toString());
    }

    private static boolean isPlus(int c) {
        return c == '+' || c == FULLWIDTH_PLUS_SIGN;
    }

    private static boolean canBeLeftOut(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR, Character.FORMAT, Character.DASH_PUNCTUATION -> true;
            case Character.START_PUNCTUATION, Character.END_PUNCTUATION -> NOT_BRACKETS.indexOf(c) < 0;
            default -> c == MINUS_SIGN || DOTS.indexOf(c) >= 0 || Values.isUnseen(c);
        };
    }
}
