package com.campaignmanager.customer.imports;

import com.campaignmanager.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a file into chunks. */
final class ImportChunks {
    private final CsvReading reading;
    private final int size;
    private int rejectedToKeep;

    /** @param size records in a chunk; the last has fewer */
    ImportChunks(CsvReading reading, int size, int rejectedToKeep) {
        this.reading = reading;
        this.size = size;
        this.rejectedToKeep = rejectedToKeep;
    }

    ImportChunk next() {
        CustomerBatch batch = new CustomerBatch();
        List<RejectedLine> rejected = new ArrayList<>();
        long rejectedCount = 0;
        ImportStatus status = ImportStatus.RUNNING;
        Optional<String> reason = Optional.empty();
        try {
            while (batch.added() + rejectedCount < size && status == ImportStatus.RUNNING) {
                Optional<CsvLine> line = reading.next();
                if (line.isEmpty()) {
                    status = ImportStatus.DONE;
                } else if (line.get() instanceof CsvLine.Good good) {
                    batch.add(good.row());
                } else if (line.get() instanceof CsvLine.Bad bad) {
                    rejectedCount++;
                    keep(bad.rejection(), rejected);
                }
            }
        } catch (ProblemException problem) {
            status = ImportStatus.FAILED;
            reason = Optional.of(ImportChunk.reason(problem));
        }
        return new ImportChunk(batch, rejected, rejectedCount, batch.added() + rejectedCount, status, reason);
    }

    private void keep(RejectedLine line, List<RejectedLine> rejected) {
        if (rejectedToKeep > 0) {
            rejected.add(line);
            rejectedToKeep--;
        }
    }
}
