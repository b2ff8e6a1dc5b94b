package com.campaignmanager.customer.imports;

import java.util.UUID;

/** Hears how an import gets on, after each chunk. */
public interface ImportProgress {

    /**
     * @param records read and committed, from the file's start
     * @param bytes about as many bytes of the file, of {@code size} in all
     */
    void committed(UUID importId, long records, long bytes, long size);

    /** Doesn't listen. */
    ImportProgress NONE = (importId, records, bytes, size) -> {};
}
