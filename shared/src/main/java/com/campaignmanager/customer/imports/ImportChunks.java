package com.campaignmanager.customer.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Cuts a file into chunks. */
final class ImportChunks {
    /** Characters of rejected records after which a chunk ends, however few records it has. */
    private static final long MAX_REJECTED_TEXT = 4L * 1024 * 1024;

    /** Bytes after which a chunk ends, however many of its rows are empty: the reader must say that it is alive. */
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final CustomerSource source;
    private final long size;
    private final long maxRejectedText;

    /** @param size records in a chunk; the last has fewer */
    ImportChunks(CustomerSource source, long size) {
        this(source, size, MAX_REJECTED_TEXT);
    }

    private ImportChunks(CustomerSource source, long size, long maxRejectedText) {
        this.source = source;
        this.size = size;
        this.maxRejectedText = maxRejectedText;
    }

    /** The whole of a small file. */
    static ImportChunk whole(CustomerSource source) {
        return new ImportChunks(source, Long.MAX_VALUE, Long.MAX_VALUE).next();
    }

    /** @throws java.io.UncheckedIOException if the file can't be read */
    ImportChunk next() {
        CustomerBatch batch = new CustomerBatch(source.keepsEmpty());
        Set<String> saidNo = new TreeSet<>();
        List<ImportedLine.Bad> rejected = new ArrayList<>();
        long notMobile = 0;
        long rejectedText = 0;
        long end = source.position().offset() + MAX_BYTES;
        boolean ended = false;
        while (!ended
                && batch.added() + rejected.size() < size
                && rejectedText < maxRejectedText
                && source.position().offset() < end) {
            Optional<ImportedLine> line = source.next();
            ended = line.isEmpty();
            switch (line.orElseGet(ImportedLine.Blank::new)) {
                case ImportedLine.Good(CustomerRow row, boolean isNotMobile, boolean said) -> {
                    batch.add(row);
                    notMobile += isNotMobile ? 1 : 0;
                    if (said) {
                        saidNo.add(row.phone());
                    }
                }
                case ImportedLine.Bad bad -> {
                    rejected.add(bad);
                    rejectedText +=
                            bad.fields().stream().mapToLong(String::length).sum();
                }
                case ImportedLine.Blank _ -> {}
            }
        }
        ImportStatus status = ended ? ImportStatus.DONE : ImportStatus.RUNNING;
        return new ImportChunk(batch, saidNo, notMobile, rejected, source.notes(), source.position(), status);
    }
}
