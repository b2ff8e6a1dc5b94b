package com.campaignmanager.customer.imports;

/** What a record of a CSV file turned out to be. */
sealed interface CsvLine {
    /** A customer to be written. */
    record Good(CustomerRow row) implements CsvLine {}

    /** @param rejection which line, and why it can't be taken */
    record Bad(RejectedLine rejection) implements CsvLine {}
}
