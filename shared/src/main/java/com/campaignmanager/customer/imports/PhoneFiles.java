package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads the phones alone of small files of customers: lists of those who want no messages, for example. */
public final class PhoneFiles {
    private final CustomerFiles files;

    public PhoneFiles(PhoneNumbers phones) {
        this.files = new CustomerFiles(phones);
    }

    /**
     * What a file holds.
     *
     * @param phones E.164, each once, sorted
     * @param ignoredColumns the names of columns that were not read
     * @param rejected the first {@link RejectedLine#KEPT} of {@code rejectedCount}
     */
    public record Phones(
            List<String> phones, List<String> ignoredColumns, long rejectedCount, List<RejectedLine> rejected) {
        public Phones {
            phones = List.copyOf(phones);
            ignoredColumns = List.copyOf(ignoredColumns);
            rejected = List.copyOf(rejected);
        }

        /** Hides the numbers: this may end in a log. */
        @Override
        public String toString() {
            return phones.size() + " phones, " + rejectedCount + " lines rejected";
        }
    }

    /**
     * @throws ProblemException {@code bad_csv_header}
     * @throws IOException if the stream can't be read
     */
    public Phones read(InputStream file, ImportOptions options) throws IOException {
        try (CustomerSource source = files.open(file, options)) {
            ImportChunk whole = ImportChunks.whole(source);
            return new Phones(
                    List.of(whole.batch().phones()),
                    source.ignoredColumns(),
                    whole.rejected().size(),
                    whole.rejected().stream()
                            .limit(RejectedLine.KEPT)
                            .map(ImportedLine.Bad::rejection)
                            .toList());
        }
    }
}
