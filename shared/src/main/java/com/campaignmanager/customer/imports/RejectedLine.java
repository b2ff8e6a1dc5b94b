package com.campaignmanager.customer.imports;

/**
 * A line of a CSV file that was not imported.
 *
 * @param line the record's first physical line, from 1
 */
public record RejectedLine(long line, String reason) {
    /** So many are kept of one file; all are counted. */
    public static final int KEPT = 1_000;
}
