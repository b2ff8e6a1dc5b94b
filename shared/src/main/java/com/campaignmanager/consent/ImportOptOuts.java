package com.campaignmanager.consent;

import com.campaignmanager.customer.imports.ImportOptions;
import com.campaignmanager.customer.imports.PhoneFiles;
import com.campaignmanager.customer.imports.PhoneFiles.Phones;
import com.campaignmanager.customer.imports.PhoneSuppressions;
import com.campaignmanager.customer.imports.RejectedLine;
import com.campaignmanager.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;

/** Takes opt-outs from files: lists of them, and columns of consent in files of customers. */
public final class ImportOptOuts implements PhoneSuppressions {
    private final PhoneFiles files;
    private final OptOuts optOuts;

    public ImportOptOuts(PhoneFiles files, OptOuts optOuts) {
        this.files = files;
        this.optOuts = optOuts;
    }

    /**
     * What became of a file's lines.
     *
     * @param created phones that had not opted out so before
     * @param updated phones that had
     * @param ignoredColumns the names of columns that were not read
     * @param rejected the first {@link RejectedLine#KEPT} of {@code rejectedCount}
     */
    public record Report(
            long created, long updated, List<String> ignoredColumns, long rejectedCount, List<RejectedLine> rejected) {}

    /**
     * Suppresses all phones of a file. Once this has returned no send to them begins. If it is cut short, some of them are
     * suppressed, and it may be repeated.
     *
     * @throws ProblemException {@code bad_csv_header}; nothing has changed then
     * @throws IOException if the stream can't be read
     */
    public Report run(InputStream file, OptOutChannel channel, ImportOptions options) throws IOException {
        Phones read = files.read(file, options);
        long created = optOuts.record(optOuts(read.phones(), channel));
        return new Report(
                created, read.phones().size() - created, read.ignoredColumns(), read.rejectedCount(), read.rejected());
    }

    @Override
    public void suppress(Collection<String> phones) {
        optOuts.record(optOuts(phones, OptOutChannel.ALL));
    }

    private static List<OptOut> optOuts(Collection<String> phones, OptOutChannel channel) {
        return phones.stream()
                .map(phone -> new OptOut(phone, channel, OptOutSource.IMPORT, ""))
                .toList();
    }
}
