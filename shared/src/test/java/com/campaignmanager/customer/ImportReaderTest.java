package com.campaignmanager.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.customer.ImportReader.Outcome;
import com.campaignmanager.sender.Pause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportReaderTest {
    private static final BooleanSupplier NEVER = () -> false;
    private static final int CHUNK = 100;
    private static final String HEADER = "phone,first_name,location\n";

    private final CustomerTable table = new CustomerTable();
    private final CustomerImports imports = new CustomerImports(table.jdbi());
    private final PhoneNumbers phones = new PhoneNumbers(Optional.of("KE"));

    @TempDir
    private Path directory;

    private DirectoryUploadStore uploads;

    @BeforeEach
    void openStore() {
        uploads = new DirectoryUploadStore(directory.resolve("uploads"), "http://127.0.0.1:1/uploads");
    }

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void a_file_is_imported_and_its_lines_accounted_for() throws IOException {
        UUID id = uploaded(dirtyLines());
        assertThat(run(id)).isEqualTo(Outcome.FINISHED);
        assertDirtyLinesAreImported(id);
        assertThat(uploads.open(id)).isEmpty();
    }

    @Test
    void one_hundred_thousand_lines_are_streamed() throws IOException {
        CustomerImport created = imports.create();
        Iterator<InputStream> parts = Stream.concat(
                        Stream.of(HEADER),
                        IntStream.range(0, 100_000).mapToObj(i -> "+25471%07d,P%d,L%d\n".formatted(i, i, i % 50)))
                .<InputStream>map(line -> new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)))
                .iterator();
        uploads.write(created.id(), new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return parts.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return parts.next();
            }
        }));
        assertThat(reader(ImportProgress.NONE, ImportReader.CHUNK).run(created.id(), NEVER))
                .isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(created.id()).report()).isEqualTo(new ImportReport(100_000, 0, 0, List.of()));
        assertThat(table.count()).isEqualTo(100_000);
        assertThat(table.countersAreExact()).isTrue();
    }

    @Test
    void a_reader_that_dies_after_any_chunk_is_followed_by_one_that_carries_on_exactly_there() throws IOException {
        UUID id = uploaded(dirtyLines());
        int deaths = 0;
        while (imports.get(id).status() != ImportStatus.DONE) {
            ImportProgress death = (importId, records, bytes, size) -> {
                throw new IllegalStateException("killed after " + records);
            };
            assertThatThrownBy(() -> reader(death, CHUNK).run(id, NEVER)).hasMessageStartingWith("killed after");
            deaths++;
        }
        assertThat(deaths).isEqualTo(11);
        assertDirtyLinesAreImported(id);
    }

    @Test
    void a_chunk_whose_commit_fails_leaves_nothing_behind_and_is_read_again() throws IOException {
        UUID id = uploaded(dirtyLines());
        table.execute("ALTER TABLE customer_imports ADD CONSTRAINT broken CHECK (records_read <> 300)");
        assertThatThrownBy(() -> run(id)).isInstanceOf(UnableToExecuteStatementException.class);
        assertThat(table.number("SELECT created + updated + rejected_count FROM customer_imports"))
                .isEqualTo(200);
        assertThat(table.number("SELECT created FROM customer_imports")).isEqualTo(table.count());
        table.execute("ALTER TABLE customer_imports DROP CONSTRAINT broken");
        assertThat(run(id)).isEqualTo(Outcome.FINISHED);
        assertDirtyLinesAreImported(id);
    }

    @Test
    void a_reader_that_died_without_a_word_is_followed_when_its_lease_has_run_out() throws IOException {
        UUID id = uploaded(dirtyLines());
        assertThat(imports.take(id)).isPresent();
        assertThat(imports.unfinished()).isEmpty();
        table.clock.advance(CustomerImports.LEASE.plus(Duration.ofSeconds(1)));
        assertThat(imports.unfinished()).containsExactly(id);
        assertThat(run(id)).isEqualTo(Outcome.FINISHED);
        assertDirtyLinesAreImported(id);
    }

    @Test
    void a_reader_that_comes_before_a_dead_ones_lease_has_run_out_waits_for_that() throws IOException {
        UUID id = uploaded(dirtyLines());
        assertThat(imports.take(id)).isPresent();
        List<Duration> pauses = new ArrayList<>();
        Pause quick = duration -> {
            pauses.add(duration);
            table.clock.advance(duration);
        };
        assertThat(reader(uploads, quick).run(id, NEVER)).isEqualTo(Outcome.FINISHED);
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(CustomerImports.LEASE.minusSeconds(5), CustomerImports.LEASE.plusSeconds(1));
        assertDirtyLinesAreImported(id);
    }

    @Test
    void a_second_reader_leaves_the_import_to_the_first_when_that_one_goes_on() throws IOException {
        UUID id = uploaded(dirtyLines());
        ImportLease first = imports.take(id).orElseThrow();
        AtomicInteger pauses = new AtomicInteger();
        Pause firstGoesOn = duration -> {
            if (pauses.incrementAndGet() == 3) {
                imports.renew(first);
            }
        };
        assertThat(reader(uploads, firstGoesOn).run(id, NEVER)).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(pauses).hasValue(3);
        assertThat(imports.renew(first)).isTrue();
    }

    @Test
    void a_reader_that_passes_over_more_than_its_lease_has_time_for_keeps_it() throws IOException {
        UUID id = uploaded(HEADER
                + IntStream.range(0, 10_000)
                        .mapToObj("+25471%07d,A,B\n"::formatted)
                        .collect(Collectors.joining()));
        table.execute("UPDATE customer_imports SET records_read = 9900, status = 'running'");
        Duration aRead = Duration.ofMillis(400);
        AtomicInteger reads = new AtomicInteger();
        List<UUID> lost = new ArrayList<>();
        UploadStore slow = new SlowUploads(uploads, () -> {
            table.clock.advance(aRead);
            reads.incrementAndGet();
            lost.addAll(imports.unfinished());
        });
        assertThat(reader(slow, Pause.REAL).run(id, NEVER)).isEqualTo(Outcome.FINISHED);
        assertThat(aRead.multipliedBy(reads.get())).isGreaterThan(CustomerImports.LEASE.multipliedBy(2));
        assertThat(lost).isEmpty();
        assertThat(table.count()).isEqualTo(100);
    }

    @Test
    void a_reader_whose_import_was_taken_over_commits_nothing_more() throws IOException {
        UUID id = uploaded(dirtyLines());
        List<Long> seen = new ArrayList<>();
        ImportProgress overtaken = (importId, records, bytes, size) -> {
            seen.add(records);
            table.execute("UPDATE customer_imports SET reader = gen_random_uuid()");
        };
        assertThat(reader(overtaken, CHUNK).run(id, NEVER)).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(seen).containsExactly(100L);
        assertThat(table.number("SELECT created FROM customer_imports")).isEqualTo(table.count());
        table.clock.advance(CustomerImports.LEASE.plus(Duration.ofSeconds(1)));
        assertThat(run(id)).isEqualTo(Outcome.FINISHED);
        assertDirtyLinesAreImported(id);
    }

    @Test
    void two_readers_of_one_import_at_once_import_it_once() throws Exception {
        UUID id = uploaded(dirtyLines());
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Outcome>> both = List.of(() -> run(id), () -> run(id));
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> outcome : threads.invokeAll(both)) {
                outcomes.add(outcome.get());
            }
            assertThat(outcomes).containsExactlyInAnyOrder(Outcome.FINISHED, Outcome.NOTHING_TO_DO);
        }
        assertDirtyLinesAreImported(id);
    }

    @Test
    void two_imports_of_the_same_phones_at_once_both_end_and_count_each_phone_as_created_once() throws Exception {
        List<String> lines = IntStream.range(0, 5_000)
                .mapToObj(i -> "+25471%07d,P%d,L%d".formatted(i, i, i % 50))
                .toList();
        UUID forwards = uploaded(HEADER + String.join("\n", lines));
        UUID backwards = uploaded(HEADER + lines.reversed().stream().collect(Collectors.joining("x\n")));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Outcome>> both = List.of(() -> run(forwards), () -> run(backwards));
            for (Future<Outcome> outcome : threads.invokeAll(both)) {
                assertThat(outcome.get()).isEqualTo(Outcome.FINISHED);
            }
        }
        assertThat(table.number("SELECT sum(created) FROM customer_imports")).isEqualTo(5_000);
        assertThat(table.number("SELECT sum(updated) FROM customer_imports")).isEqualTo(5_000);
        assertThat(table.countersAreExact()).isTrue();
    }

    @Test
    void a_reader_out_of_time_stops_after_its_chunk_and_is_run_again() throws IOException {
        UUID id = uploaded(dirtyLines());
        int runs = 1;
        while (reader(ImportProgress.NONE, CHUNK).run(id, onceTrue()) == Outcome.UNFINISHED) {
            assertThat(imports.get(id).status()).isEqualTo(ImportStatus.RUNNING);
            runs++;
        }
        assertThat(runs).isEqualTo(11);
        assertDirtyLinesAreImported(id);
    }

    @Test
    void an_import_without_its_file_goes_on_waiting() throws IOException {
        UUID id = imports.create().id();
        assertThat(run(id)).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.WAITING);
        assertThat(run(UUID.randomUUID())).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void a_finished_import_is_not_read_again() throws IOException {
        UUID id = uploaded(HEADER + "+254712345678,A,B\n");
        run(id);
        CustomerImport finished = imports.get(id);
        uploads.write(id, new ByteArrayInputStream((HEADER + "+254712345679,A,B\n").getBytes(StandardCharsets.UTF_8)));
        assertThat(run(id)).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(imports.get(id)).isEqualTo(finished);
        assertThat(table.count()).isEqualTo(1);
    }

    @Test
    void a_wrong_header_fails_the_import_by_name() throws IOException {
        UUID id = uploaded("phone,age\n+254712345678,7\n");
        assertThat(run(id)).isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.FAILED);
        assertThat(imports.get(id).reason().orElseThrow())
                .startsWith("bad_csv_header: ")
                .contains("unknown: \"age\"");
    }

    @Test
    void an_open_quote_fails_the_import_with_its_line_and_keeps_the_lines_before() throws IOException {
        UUID id = uploaded(HEADER + "+254712345678,A,B\n+254712345679,\"A,B\n+254712345670,C,D\n");
        assertThat(run(id)).isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.FAILED);
        assertThat(imports.get(id).reason().orElseThrow()).startsWith("bad_csv: line 3: ");
        assertThat(imports.get(id).report()).isEqualTo(new ImportReport(1, 0, 0, List.of()));
    }

    @Test
    void a_reader_that_fails_at_anything_but_the_file_leaves_the_import_to_the_next() throws IOException {
        UUID id = uploaded(dirtyLines());
        AtomicInteger reads = new AtomicInteger();
        UploadStore failing = new SlowUploads(uploads, () -> {
            if (reads.incrementAndGet() == 15) {
                throw new OutOfMemoryError("for this test");
            }
        });
        assertThatThrownBy(() -> reader(failing, Pause.REAL).run(id, NEVER))
                .hasRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(imports.unfinished()).containsExactly(id);
        assertThat(run(id)).isEqualTo(Outcome.FINISHED);
        assertDirtyLinesAreImported(id);
    }

    @Test
    void a_header_alone_is_done_at_once() throws IOException {
        UUID id = uploaded(HEADER);
        assertThat(run(id)).isEqualTo(Outcome.FINISHED);
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.DONE);
    }

    /** 1,050 records: each tenth is bad, and phones repeat after 700. */
    private static String dirtyLines() {
        return HEADER
                + IntStream.range(0, 1_050)
                        .mapToObj(i -> i % 10 == 9 ? "12,bad,line" : "+25471%07d,P%d,L%d".formatted(i % 700, i, i % 7))
                        .collect(Collectors.joining("\n"));
    }

    private void assertDirtyLinesAreImported(UUID id) {
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

    private static BooleanSupplier onceTrue() {
        int[] asked = {0};
        return () -> asked[0]++ > 0;
    }

    private UUID uploaded(String csv) throws IOException {
        UUID id = imports.create().id();
        assertThat(uploads.write(id, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        return id;
    }

    private Outcome run(UUID id) throws IOException {
        return reader(ImportProgress.NONE, CHUNK).run(id, NEVER);
    }

    private ImportReader reader(ImportProgress progress, int chunk) {
        return new ImportReader(table.jdbi(), phones, uploads, progress, chunk, Pause.REAL);
    }

    private ImportReader reader(UploadStore store, Pause pause) {
        return new ImportReader(table.jdbi(), phones, store, ImportProgress.NONE, CHUNK, pause);
    }
}
