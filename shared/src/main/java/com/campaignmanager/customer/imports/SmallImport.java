package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.database.Deadlocks;
import com.campaignmanager.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Imports a small file, up to a few megabytes, while the caller waits. The whole file is read before anything is written, and
 * all its good records are written in one transaction: when the file is refused or the database fails, nothing has changed.
 * Larger files go through {@link ImportReader}.
 */
public final class SmallImport {
    private final Jdbi jdbi;
    private final CustomerImports imports;
    private final CustomerFiles files;
    private final PhoneSuppressions suppressions;

    public SmallImport(Jdbi jdbi, PhoneNumbers phones, PhoneSuppressions suppressions) {
        this.jdbi = jdbi;
        this.imports = new CustomerImports(jdbi);
        this.files = new CustomerFiles(phones);
        this.suppressions = suppressions;
    }

    /**
     * @return the import, which is done
     * @throws ProblemException {@code bad_csv_header}
     * @throws IOException if the stream can't be read
     */
    public CustomerImport run(InputStream file, ImportOptions options) throws IOException {
        try (CustomerSource source = files.open(file, options)) {
            ImportChunk whole = ImportChunks.whole(source);
            if (!whole.saidNo().isEmpty()) {
                suppressions.suppress(whole.saidNo());
            }
            UUID id = UUID.randomUUID();
            WriteChunk write = new WriteChunk(source, id);
            return Deadlocks.repeat(() -> jdbi.inTransaction(handle -> {
                long created = write.write(handle, whole);
                return imports.insertDone(handle, id, options, source, whole, created);
            }));
        }
    }
}
