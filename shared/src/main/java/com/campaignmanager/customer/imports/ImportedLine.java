package com.campaignmanager.customer.imports;

import java.util.List;

/** What a record of a file turned out to be. */
sealed interface ImportedLine {
    /**
     * A customer to be written.
     *
     * @param notMobile whether none of the phone numbers can be a mobile
     * @param saidNo whether the customer does not want messages
     */
    record Good(CustomerRow row, boolean notMobile, boolean saidNo) implements ImportedLine {}

    /** Nothing: an empty row. */
    record Blank() implements ImportedLine {}

    /**
     * @param rejection which line, and why it can't be taken
     * @param fields the record's fields, as they were read
     */
    record Bad(RejectedLine rejection, List<String> fields) implements ImportedLine {}
}
