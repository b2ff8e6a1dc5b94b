package com.campaignmanager.paging;

/**
 * How much room rows take in an answer. An answer travels as a JSON text within the JSON text that a Lambda function
 * returns, so that quotation marks, backslashes and control characters are escaped twice. A function can return 6 MB:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
public final class AnswerSize {
    /** Bytes that the rows of one page may take; with what is around them far less than a function can return. */
    static final long MAX_PAGE_BYTES = 4_000_000;

    private AnswerSize() {}

    /** The bytes that a text takes in an answer, in UTF-8 and escaped twice. */
    public static long of(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += of(text.charAt(i));
        }
        return bytes;
    }

    private static int of(char c) {
        if (c < ' ') {
            // \\u0001
            return 7;
        }
        if (c == '"' || c == '\\') {
            return 4;
        }
        if (c < 0x80) {
            return 1;
        }
        // Each half of a surrogate pair takes two of the pair's four bytes.
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
