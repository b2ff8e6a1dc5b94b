package com.campaignmanager.customer.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.customer.CustomerTable;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.imports.ImportReader.Outcome;
import com.campaignmanager.time.Pause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Uploaded files, one of them with all that can be wrong in it, and readers that read a hundred records a chunk. */
final class UploadedFiles implements AutoCloseable {
    static final BooleanSupplier NEVER = () -> false;
    static final int CHUNK = 100;
    static final String HEADER = "phone,first_name,location\n";

    final CustomerTable table = new CustomerTable();
    final CustomerImports imports = new CustomerImports(table.jdbi());
    final Set<String> suppressed = new TreeSet<>();
    final DirectoryUploadStore uploads;
    private final PhoneNumbers phones = new PhoneNumbers(Optional.of("KE"));

    UploadedFiles(Path directory) {
        uploads = new DirectoryUploadStore(directory.resolve("uploads"), "http://127.0.0.1:1/uploads");
    }

    UUID uploaded(String csv) throws IOException {
        UUID id = imports.create().id();
        assertThat(uploads.write(id, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        return id;
    }

    /** 1,050 records: each tenth is bad, and phones repeat after 700. */
    static String dirtyLines() {
        return HEADER
                + IntStream.range(0, 1_050)
                        .mapToObj(i -> i % 10 == 9 ? "12,bad,line" : "+25471%07d,P%d,L%d".formatted(i % 700, i, i % 7))
                        .collect(Collectors.joining("\n"));
    }

    void assertDirtyLinesAreImported(UUID id) {
        CustomerImport done = imports.get(id);
        assertThat(done.status()).isEqualTo(ImportStatus.DONE);
        assertThat(done.report().created()).isEqualTo(630);
        assertThat(done.report().updated()).isEqualTo(315);
        assertThat(done.report().rejectedCount()).isEqualTo(105);
        assertThat(done.report().rejected())
                .extracting(RejectedLine::line)
                .containsExactlyElementsOf(
                        IntStream.range(0, 105).mapToObj(i -> 11L + 10 * i).toList());
        assertThat(table.count()).isEqualTo(630);
        assertThat(table.rows().getFirst()).isEqualTo("+254710000000/P700//L0/");
        assertThat(table.countersAreExact()).isTrue();
    }

    Outcome run(UUID id) throws IOException {
        return reader(ImportProgress.NONE, CHUNK).run(id, NEVER);
    }

    ImportReader reader(ImportProgress progress, int chunk) {
        return new ImportReader(table.jdbi(), phones, uploads, suppressed::addAll, progress, chunk, Pause.REAL);
    }

    ImportReader reader(UploadStore store, Pause pause) {
        return new ImportReader(table.jdbi(), phones, store, suppressed::addAll, ImportProgress.NONE, CHUNK, pause);
    }

    @Override
    public void close() {
        table.close();
    }
}
