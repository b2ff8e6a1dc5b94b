package com.campaignmanager.customer.imports;

import java.util.List;

/**
 * What became of a file's records: each is created, updated or rejected.
 *
 * @param updated a phone that was known, also from a record before, whether or not its customer changed
 * @param suppressed phones whose owners said in a column of consent that they want no messages; their rows count above, too
 * @param notMobile those created or updated whose number can't be a mobile's
 * @param ignoredColumns the names of columns that were not read
 * @param rejected the first {@link RejectedLine#KEPT} of {@code rejectedCount}
 */
public record ImportReport(
        long created,
        long updated,
        long suppressed,
        long notMobile,
        List<String> ignoredColumns,
        List<ImportNote> notes,
        long rejectedCount,
        List<RejectedLine> rejected) {
    public ImportReport {
        ignoredColumns = List.copyOf(ignoredColumns);
        notes = List.copyOf(notes);
        rejected = List.copyOf(rejected);
    }
}
