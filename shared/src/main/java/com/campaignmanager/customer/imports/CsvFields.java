package com.campaignmanager.customer.imports;

import java.util.List;
import java.util.Optional;

/**
 * One record of a CSV file, its fields decoded but not yet judged.
 *
 * @param line the record's first physical line, from 1
 * @param values the fields' texts; at most {@link CsvFieldHandler#KEPT} of them
 * @param count how many fields there are
 * @param fault the first field that can't be taken as it is
 */
record CsvFields(long line, List<String> values, int count, boolean blank, Optional<Fault> fault) {

    /** @param index which field, from 0 */
    record Fault(int index, String reason) {}
}
