package com.campaignmanager.customer.imports;

import com.campaignmanager.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/**
 * A part of a file, committed as one.
 *
 * @param records how many records it came from; those with a repeated phone and the rejected ones included
 * @param status where the import stands after it
 * @param reason why it failed, if it did
 */
record ImportChunk(
        CustomerBatch batch,
        List<RejectedLine> rejected,
        long rejectedCount,
        long records,
        ImportStatus status,
        Optional<String> reason) {

    /** Nothing read: the file can't be taken at all. */
    static ImportChunk failed(ProblemException problem) {
        return new ImportChunk(new CustomerBatch(), List.of(), 0, 0, ImportStatus.FAILED, Optional.of(reason(problem)));
    }

    static String reason(ProblemException problem) {
        return problem.code() + ": " + problem.getMessage();
    }

    boolean isLast() {
        return status != ImportStatus.RUNNING;
    }
}
