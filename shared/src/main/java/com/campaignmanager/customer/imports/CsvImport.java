package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.database.Deadlocks;
import com.campaignmanager.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Imports a small CSV file, up to a few megabytes, while the caller waits. The whole file is read before anything is
 * written and all good lines are written by one statement: when the file is refused or the database fails, nothing has
 * changed. Larger files go through {@link CustomerImports}.
 */
public final class CsvImport {
    private final Jdbi jdbi;
    private final PhoneNumbers phones;

    public CsvImport(Jdbi jdbi, PhoneNumbers phones) {
        this.jdbi = jdbi;
        this.phones = phones;
    }

    /**
     * @throws ProblemException {@code bad_csv_header}, or {@code bad_csv} if the file can't be told apart into records
     * @throws IOException if the stream can't be read
     */
    public ImportReport run(InputStream csv) throws IOException {
        CustomerBatch batch = new CustomerBatch();
        List<RejectedLine> rejected = new ArrayList<>();
        long rejectedCount = 0;
        try (CsvReading reading = new CsvReading(csv, phones)) {
            for (Optional<CsvLine> line = reading.next(); line.isPresent(); line = reading.next()) {
                switch (line.get()) {
                    case CsvLine.Good good -> batch.add(good.row());
                    case CsvLine.Bad bad -> {
                        rejectedCount++;
                        if (rejected.size() < RejectedLine.KEPT) {
                            rejected.add(bad.rejection());
                        }
                    }
                }
            }
            CustomerUpsert upsert = new CustomerUpsert(reading.fields());
            long created = Deadlocks.repeat(() -> jdbi.inTransaction(handle -> upsert.write(handle, batch)));
            return new ImportReport(created, batch.added() - created, rejectedCount, rejected);
        }
    }
}
