package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.Values;
import java.util.regex.Pattern;

/** The text of a cell. */
final class Cell {
    /** A spreadsheet's mark that what follows is text, and no number or formula. */
    private static final Pattern MARKED = Pattern.compile("'[0-9=+\\-@\\t\\r].*", Pattern.DOTALL);

    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");

    private Cell() {}

    /** The value as it is meant, without the mark. */
    static String value(String written) {
        String meant = Values.asMeant(written);
        return MARKED.matcher(meant).matches() ? Values.asMeant(meant.substring(1)) : meant;
    }

    /** A whole name, split at its first space. */
    record Name(String first, String last) {
        static Name of(String whole) {
            String[] parts = WHITE_SPACE.split(whole, 2);
            return new Name(parts[0], parts.length == 2 ? Values.asMeant(parts[1]) : "");
        }
    }
}
