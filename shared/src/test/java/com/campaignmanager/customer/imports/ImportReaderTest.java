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
import java.util.function.BooleanSupplier;
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
        assertThat(files.uploads.find(id)).isEmpty();
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
        assertThat(imports.get(created.id()).report())
                .isEqualTo(new ImportReport(100_000, 0, 0, 0, List.of(), List.of(), 0, List.of()));
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
        UUID id = files.uploaded("nickname,age\nAnn,7\n");
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.FAILED);
        assertThat(imports.get(id).reason().orElseThrow())
                .startsWith("bad_csv_header: ")
                .contains("found \"nickname\", \"age\"");
    }

    @Test
    void an_open_quote_rejects_its_line_and_no_other() throws IOException {
        UUID id = files.uploaded(HEADER + "+254712345678,A,B\n+254712345679,\"A,B\n+254712345670,C,D\n");
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        CustomerImport done = imports.get(id);
        assertThat(done.status()).isEqualTo(ImportStatus.DONE);
        assertThat(done.report().created()).isEqualTo(2);
        assertThat(done.report().rejected()).extracting(RejectedLine::line).containsExactly(3L);
    }

    @Test
    void phones_whose_owners_said_no_are_suppressed_and_their_rows_imported() throws IOException {
        UUID id = files.uploaded("phone,accepts sms marketing\n+254712345670,yes\n+254712345671,no\n+254712345672,\n");
        files.run(id);
        assertThat(files.suppressed).containsExactly("+254712345671");
        assertThat(imports.get(id).report().suppressed()).isEqualTo(1);
        assertThat(imports.get(id).report().created()).isEqualTo(3);
    }

    @Test
    void who_was_in_a_file_is_kept_with_the_import_created_or_updated() throws IOException {
        table.execute("INSERT INTO customers (phone, first_name, location) VALUES ('+254712345670', 'A', 'B'),"
                + " ('+254712345671', 'x', 'y'), ('+254712345672', 'not', 'in it')");
        UUID id =
                files.uploaded(HEADER + "+254712345670,A,B\n+254712345671,C,D\n+254712345673,E,F\n+254712345673,E,G\n");
        files.run(id);
        List<String> phones = table.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT phone FROM customer_import_members JOIN customers ON id = customer_id
                        WHERE import_id = :id ORDER BY phone
                        """)
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
        assertThat(phones).containsExactly("+254712345670", "+254712345671", "+254712345673");
    }

    @Test
    void an_upload_that_was_replaced_while_it_was_read_fails_the_import() throws IOException {
        UUID id = files.uploaded(dirtyLines());
        assertThat(files.reader(ImportProgress.NONE, UploadedFiles.CHUNK).run(id, onceTrue()))
                .isEqualTo(Outcome.UNFINISHED);
        files.uploads.discard(id);
        files.uploads.write(id, new ByteArrayInputStream(HEADER.getBytes(StandardCharsets.UTF_8)));
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.FAILED);
        assertThat(imports.get(id).reason().orElseThrow()).startsWith("file_replaced: ");
        assertThat(imports.get(id).report().created()).isPositive();
    }

    private static BooleanSupplier onceTrue() {
        int[] asked = {0};
        return () -> asked[0]++ > 0;
    }

    @Test
    void a_header_alone_is_done_at_once() throws IOException {
        UUID id = files.uploaded(HEADER);
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.DONE);
    }
}
