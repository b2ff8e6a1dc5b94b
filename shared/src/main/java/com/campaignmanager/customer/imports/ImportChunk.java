package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.PhysicalLines.Position;
import java.util.List;
import java.util.Set;

/**
 * A part of a file, committed as one.
 *
 * @param saidNo the phones whose owners want no messages
 * @param notMobile how many of the customers have a number that can't be a mobile's
 * @param notes those of the file until its end
 * @param end where the next part begins
 * @param status where the import stands after it
 */
record ImportChunk(
        CustomerBatch batch,
        Set<String> saidNo,
        long notMobile,
        List<ImportedLine.Bad> rejected,
        List<ImportNote> notes,
        Position end,
        ImportStatus status) {

    /** How many records it came from; those with a repeated phone and the rejected ones included. */
    long records() {
        return (long) batch.added() + rejected.size();
    }

    boolean isLast() {
        return status != ImportStatus.RUNNING;
    }
}
