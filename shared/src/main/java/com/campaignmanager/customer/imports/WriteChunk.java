package com.campaignmanager.customer.imports;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes the customers of a file, and what is kept of its records, in one transaction per chunk. */
final class WriteChunk {
    private final CustomerUpsert upsert;
    private final UUID importId;

    WriteChunk(CustomerSource source, UUID importId) {
        this.upsert = new CustomerUpsert(source.fields(), source.keepsEmpty());
        this.importId = importId;
    }

    /** @return how many customers were created */
    long write(Handle handle, ImportChunk chunk) {
        long created = upsert.write(handle, importId, chunk.batch());
        ImportRecords.addRejected(handle, importId, chunk.rejected());
        return created;
    }
}
