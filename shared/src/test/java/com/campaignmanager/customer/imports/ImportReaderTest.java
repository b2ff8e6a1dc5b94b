package com.campaignmanager.customer.imports;

import static com.campaignmanager.customer.imports.UploadedFiles.HEADER;
import static com.campaignmanager.customer.imports.UploadedFiles.NEVER;
import static com.campaignmanager.customer.imports.UploadedFiles.dirtyLines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.customer.CustomerTable;
import com.campaignmanager.customer.imports.ImportReader.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a file, and of each of its lines. */
class ImportReaderTest {
    @TempDir
    private Path directory;

    private UploadedFiles files;
    private CustomerTable table;
    private CustomerImports imports;

    @BeforeEach
    void open() {
        files = new UploadedFiles(directory);
        table = files.table;
        imports = files.imports;
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void a_file_is_imported_and_its_lines_accounted_for() throws IOException {
        UUID id = files.uploaded(dirtyLines());
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        files.assertDirtyLinesAreImported(id);
        assertThat(files.uploads.open(id)).isEmpty();
    }

    @Test
    void one_hundred_thousand_lines_are_streamed() throws IOException {
        CustomerImport created = imports.create();
        Iterator<InputStream> parts = Stream.concat(
                        Stream.of(HEADER),
                        IntStream.range(0, 100_000).mapToObj(i -> "+25471%07d,P%d,L%d\n".formatted(i, i, i % 50)))
                .<InputStream>map(line -> new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)))
                .iterator();
        files.uploads.write(created.id(), new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return parts.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return parts.next();
            }
        }));
        assertThat(files.reader(ImportProgress.NONE, ImportReader.CHUNK).run(created.id(), NEVER))
                .isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(created.id()).report()).isEqualTo(new ImportReport(100_000, 0, 0, List.of()));
        assertThat(table.count()).isEqualTo(100_000);
        assertThat(table.countersAreExact()).isTrue();
    }

    @Test
    void a_chunk_whose_commit_fails_leaves_nothing_behind_and_is_read_again() throws IOException {
        UUID id = files.uploaded(dirtyLines());
        table.execute("ALTER TABLE customer_imports ADD CONSTRAINT broken CHECK (records_read <> 300)");
        assertThatThrownBy(() -> files.run(id)).isInstanceOf(UnableToExecuteStatementException.class);
        assertThat(table.number("SELECT created + updated + rejected_count FROM customer_imports"))
                .isEqualTo(200);
        assertThat(table.number("SELECT created FROM customer_imports")).isEqualTo(table.count());
        table.execute("ALTER TABLE customer_imports DROP CONSTRAINT broken");
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        files.assertDirtyLinesAreImported(id);
    }

    @Test
    void an_import_without_its_file_goes_on_waiting() throws IOException {
        UUID id = imports.create().id();
        assertThat(files.run(id)).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.WAITING);
        assertThat(files.run(UUID.randomUUID())).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void a_finished_import_is_not_read_again() throws IOException {
        UUID id = files.uploaded(HEADER + "+254712345678,A,B\n");
        files.run(id);
        CustomerImport finished = imports.get(id);
        files.uploads.write(
                id, new ByteArrayInputStream((HEADER + "+254712345679,A,B\n").getBytes(StandardCharsets.UTF_8)));
        assertThat(files.run(id)).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(imports.get(id)).isEqualTo(finished);
        assertThat(table.count()).isEqualTo(1);
    }

    @Test
    void a_wrong_header_fails_the_import_by_name() throws IOException {
        UUID id = files.uploaded("phone,age\n+254712345678,7\n");
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.FAILED);
        assertThat(imports.get(id).reason().orElseThrow())
                .startsWith("bad_csv_header: ")
                .contains("unknown: \"age\"");
    }

    @Test
    void an_open_quote_fails_the_import_with_its_line_and_keeps_the_lines_before() throws IOException {
        UUID id = files.uploaded(HEADER + "+254712345678,A,B\n+254712345679,\"A,B\n+254712345670,C,D\n");
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.FAILED);
        assertThat(imports.get(id).reason().orElseThrow()).startsWith("bad_csv: line 3: ");
        assertThat(imports.get(id).report()).isEqualTo(new ImportReport(1, 0, 0, List.of()));
    }

    @Test
    void a_header_alone_is_done_at_once() throws IOException {
        UUID id = files.uploaded(HEADER);
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.DONE);
    }
}
