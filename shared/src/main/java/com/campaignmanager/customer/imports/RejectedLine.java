package com.campaignmanager.customer.imports;

/**
 * A line of a file that was not imported.
 *
 * @param line the record's first physical line, from 1
 * @param value what is wrong there, or its beginning
 */
public record RejectedLine(long line, String value, String reason) {
    /** So many are kept with the import; all are counted, and all can be read as CSV. */
    public static final int KEPT = 1_000;

    private static final int MAX_VALUE = 200;

    public RejectedLine {
        // PostgreSQL holds no NUL, and half of a surrogate pair is no text.
        String printable = value.replace('\0', ' ');
        int end = Math.min(printable.length(), MAX_VALUE);
        if (end > 0 && end < printable.length() && Character.isHighSurrogate(printable.charAt(end - 1))) {
            end--;
        }
        value = printable.substring(0, end);
    }

    /** Hides the value: this may end in a log. */
    @Override
    public String toString() {
        return "line " + line + ": " + reason;
    }
}
