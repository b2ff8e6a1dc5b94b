package com.campaignmanager.customer.imports;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of columns and words in cells, in the form in which they are compared. */
final class Words {
    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{Nd}]+");
    private static final Pattern DIGIT = Pattern.compile("\\p{Nd}+");

    private Words() {}

    /** Without case, accents, spaces, punctuation and invisible characters. */
    static String exact(String written) {
        String decomposed = Normalizer.normalize(written, Form.NFKD);
        return NEITHER_LETTER_NOR_DIGIT.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** Without digits, too: {@code Phone 1 - Value} is {@code phonevalue}. */
    static String general(String written) {
        return DIGIT.matcher(exact(written)).replaceAll("");
    }

    static boolean isOneOf(String written, Set<String> words) {
        return words.contains(exact(written));
    }
}
