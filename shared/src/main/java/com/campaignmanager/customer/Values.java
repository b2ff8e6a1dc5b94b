package com.campaignmanager.customer;

import java.text.Normalizer;
import java.text.Normalizer.Form;

/**
 * Values as people mean them: in Unicode's NFC, without white space and invisible characters at their ends. A blank value is
 * a missing one, the empty string. SQL has the same as {@code value_as_meant}, and compares values by {@code value_key}
 * (decision 054).
 */
public final class Values {
    /** Pairs of the first and the last code point of a range. NUL is not among them: a value that holds one is refused. */
    private static final int[] UNSEEN = {
        0x0001, 0x0020, // controls and space
        0x007F, 0x00A0, // more controls, no-break space
        0x00AD, 0x00AD, // soft hyphen
        0x034F, 0x034F, // combining grapheme joiner
        0x061C, 0x061C, // Arabic letter mark
        0x115F, 0x1160, // Hangul fillers
        0x1680, 0x1680, // Ogham space
        0x17B4, 0x17B5, // Khmer inherent vowels, which are never shown
        0x180E, 0x180E, // Mongolian vowel separator
        0x2000, 0x200F, // spaces, zero-width characters, direction marks
        0x2028, 0x202F, // line and paragraph separators, direction marks, narrow no-break space
        0x205F, 0x206F, // mathematical space, word joiner, invisible operators, more direction marks
        0x2800, 0x2800, // blank Braille pattern
        0x3000, 0x3000, // ideographic space
        0x3164, 0x3164, // Hangul filler
        0xFEFF, 0xFEFF, // byte order mark
        0xFFA0, 0xFFA0, // halfwidth Hangul filler
        0xFFF9, 0xFFFB // marks of interlinear annotations
    };

    private Values() {}

    public static String asMeant(String written) {
        String composed = isAscii(written) ? written : Normalizer.normalize(written, Form.NFC);
        int start = 0;
        int end = composed.length();
        // All of them are in the basic plane, so that a char is a code point here.
        while (start < end && isUnseen(composed.charAt(start))) {
            start++;
        }
        while (start < end && isUnseen(composed.charAt(end - 1))) {
            end--;
        }
        return composed.substring(start, end);
    }

    /** Whether the character is white space, a control or invisible. */
    public static boolean isUnseen(int codePoint) {
        if (codePoint > ' ' && codePoint < 0x7F) {
            return false;
        }
        for (int i = 0; i < UNSEEN.length; i += 2) {
            if (codePoint >= UNSEEN[i] && codePoint <= UNSEEN[i + 1]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
