package com.campaignmanager.customer.imports;

import java.util.List;

/**
 * What became of a CSV file's lines: each is created, updated or rejected.
 *
 * @param updated a phone that was known, also from a line before, whether or not its customer changed
 * @param rejected the first {@link RejectedLine#KEPT} of {@code rejectedCount}
 */
public record ImportReport(long created, long updated, long rejectedCount, List<RejectedLine> rejected) {
    public ImportReport {
        rejected = List.copyOf(rejected);
    }
}
