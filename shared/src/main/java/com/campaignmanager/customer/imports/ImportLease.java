package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.PhysicalLines.Position;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A reader's right to an import, and what readers before it have found out.
 *
 * @param reader this reader, as no other
 * @param fileVersion which file they read, as the store of uploads knows it
 * @param format what its beginning told; empty: nothing is committed yet
 * @param position where the first record begins that isn't committed
 * @param recordsRead records that are committed
 * @param rejectedKept rejected lines already kept with the import
 */
record ImportLease(
        UUID id,
        UUID reader,
        ImportOptions options,
        Optional<String> fileVersion,
        Optional<FileFormat> format,
        Position position,
        List<ImportNote> notes,
        long recordsRead,
        int rejectedKept) {}
