package com.campaignmanager.migrator;

import java.util.regex.Pattern;

/** A name in PostgreSQL that needs no thought: small letters, digits and underscores, at most 63. */
record Identifier(String text) {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    /** @param property where it comes from, for the complaint */
    static Identifier of(ResourceEvent event, String property) {
        String text = event.property(property);
        if (!PLAIN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "the property " + property + " is no name of small letters, digits and underscores");
        }
        return new Identifier(text);
    }

    /** As SQL has it, also when it is a word of SQL's own. */
    @Override
    public String toString() {
        return '"' + text + '"';
    }
}
