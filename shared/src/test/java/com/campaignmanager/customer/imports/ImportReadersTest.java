package com.campaignmanager.customer.imports;

import static com.campaignmanager.customer.imports.UploadedFiles.CHUNK;
import static com.campaignmanager.customer.imports.UploadedFiles.HEADER;
import static com.campaignmanager.customer.imports.UploadedFiles.NEVER;
import static com.campaignmanager.customer.imports.UploadedFiles.dirtyLines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.customer.CustomerTable;
import com.campaignmanager.customer.imports.ImportReader.Outcome;
import com.campaignmanager.time.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of one import: those that die, those that come too early, and several at once. */
class ImportReadersTest {
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
    void a_reader_that_dies_after_any_chunk_is_followed_by_one_that_carries_on_exactly_there() throws IOException {
        UUID id = files.uploaded(dirtyLines());
        int deaths = 0;
        while (imports.get(id).status() != ImportStatus.DONE) {
            ImportProgress death = (importId, records, bytes, size) -> {
                throw new IllegalStateException("killed after " + records);
            };
            assertThatThrownBy(() -> files.reader(death, CHUNK).run(id, NEVER)).hasMessageStartingWith("killed after");
            deaths++;
        }
        assertThat(deaths).isEqualTo(11);
        files.assertDirtyLinesAreImported(id);
    }

    @Test
    void a_reader_that_died_without_a_word_is_followed_when_its_lease_has_run_out() throws IOException {
        UUID id = files.uploaded(dirtyLines());
        assertThat(imports.take(id)).isPresent();
        assertThat(imports.unfinished()).isEmpty();
        table.clock.advance(CustomerImports.LEASE.plus(Duration.ofSeconds(1)));
        assertThat(imports.unfinished()).containsExactly(id);
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        files.assertDirtyLinesAreImported(id);
    }

    @Test
    void a_reader_that_comes_before_a_dead_ones_lease_has_run_out_waits_for_that() throws IOException {
        UUID id = files.uploaded(dirtyLines());
        assertThat(imports.take(id)).isPresent();
        List<Duration> pauses = new ArrayList<>();
        Pause quick = duration -> {
            pauses.add(duration);
            table.clock.advance(duration);
        };
        assertThat(files.reader(files.uploads, quick).run(id, NEVER)).isEqualTo(Outcome.FINISHED);
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(CustomerImports.LEASE.minusSeconds(5), CustomerImports.LEASE.plusSeconds(1));
        files.assertDirtyLinesAreImported(id);
    }

    @Test
    void a_second_reader_leaves_the_import_to_the_first_when_that_one_goes_on() throws IOException {
        UUID id = files.uploaded(dirtyLines());
        ImportLease first = imports.take(id).orElseThrow();
        AtomicInteger pauses = new AtomicInteger();
        Pause firstGoesOn = duration -> {
            if (pauses.incrementAndGet() == 3) {
                goOn(first);
            }
        };
        assertThat(files.reader(files.uploads, firstGoesOn).run(id, NEVER)).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(pauses).hasValue(3);
        assertThat(table.number("SELECT count(*) FROM customer_imports WHERE reader = '" + first.reader() + "'"))
                .isEqualTo(1);
    }

    /** As the commit of a chunk does. */
    private void goOn(ImportLease reader) {
        table.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE customer_imports SET updated_at = <now> WHERE reader = :reader")
                        .bind("reader", reader.reader())
                        .execute());
    }

    @Test
    void a_reader_that_carries_on_reads_nothing_of_what_is_before() throws IOException {
        UUID id = files.uploaded(HEADER
                + IntStream.range(0, 10_000)
                        .mapToObj("+25471%07d,A,B\n"::formatted)
                        .collect(Collectors.joining()));
        assertThat(files.reader(ImportProgress.NONE, 9_900).run(id, onceTrue())).isEqualTo(Outcome.UNFINISHED);
        AtomicInteger kilobytes = new AtomicInteger();
        UploadStore counted = new SlowUploads(files.uploads, kilobytes::incrementAndGet);
        assertThat(files.reader(counted, Pause.REAL).run(id, NEVER)).isEqualTo(Outcome.FINISHED);
        assertThat(kilobytes).hasValueLessThan(10);
        assertThat(imports.get(id).report().created()).isEqualTo(10_000);
        assertThat(table.count()).isEqualTo(10_000);
    }

    @Test
    void an_import_that_an_older_release_began_is_begun_anew() throws IOException {
        UUID id = files.uploaded(dirtyLines());
        table.execute(
                "UPDATE customer_imports SET records_read = 200, created = 150, updated = 30, rejected_count = 20,"
                        + " status = 'running'");
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        files.assertDirtyLinesAreImported(id);
    }

    @Test
    void a_reader_whose_import_was_taken_over_commits_nothing_more() throws IOException {
        UUID id = files.uploaded(dirtyLines());
        List<Long> seen = new ArrayList<>();
        ImportProgress overtaken = (importId, records, bytes, size) -> {
            seen.add(records);
            table.execute("UPDATE customer_imports SET reader = gen_random_uuid()");
        };
        assertThat(files.reader(overtaken, CHUNK).run(id, NEVER)).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(seen).containsExactly(100L);
        assertThat(table.number("SELECT created FROM customer_imports")).isEqualTo(table.count());
        table.clock.advance(CustomerImports.LEASE.plus(Duration.ofSeconds(1)));
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        files.assertDirtyLinesAreImported(id);
    }

    @Test
    void two_readers_of_one_import_at_once_import_it_once() throws Exception {
        UUID id = files.uploaded(dirtyLines());
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Outcome>> both = List.of(() -> files.run(id), () -> files.run(id));
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> outcome : threads.invokeAll(both)) {
                outcomes.add(outcome.get());
            }
            assertThat(outcomes).containsExactlyInAnyOrder(Outcome.FINISHED, Outcome.NOTHING_TO_DO);
        }
        files.assertDirtyLinesAreImported(id);
    }

    @Test
    void two_imports_of_the_same_phones_at_once_both_end_and_count_each_phone_as_created_once() throws Exception {
        List<String> lines = IntStream.range(0, 5_000)
                .mapToObj(i -> "+25471%07d,P%d,L%d".formatted(i, i, i % 50))
                .toList();
        UUID forwards = files.uploaded(HEADER + String.join("\n", lines));
        UUID backwards = files.uploaded(HEADER + lines.reversed().stream().collect(Collectors.joining("x\n")));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Outcome>> both = List.of(() -> files.run(forwards), () -> files.run(backwards));
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
        UUID id = files.uploaded(dirtyLines());
        int runs = 1;
        while (files.reader(ImportProgress.NONE, CHUNK).run(id, onceTrue()) == Outcome.UNFINISHED) {
            assertThat(imports.get(id).status()).isEqualTo(ImportStatus.RUNNING);
            runs++;
        }
        assertThat(runs).isEqualTo(11);
        files.assertDirtyLinesAreImported(id);
    }

    @Test
    void a_reader_that_fails_at_anything_but_the_file_leaves_the_import_to_the_next() throws IOException {
        UUID id = files.uploaded(dirtyLines());
        AtomicInteger reads = new AtomicInteger();
        UploadStore failing = new SlowUploads(files.uploads, () -> {
            if (reads.incrementAndGet() == 15) {
                throw new OutOfMemoryError("for this test");
            }
        });
        assertThatThrownBy(() -> files.reader(failing, Pause.REAL).run(id, NEVER))
                .hasRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(imports.unfinished()).containsExactly(id);
        assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
        files.assertDirtyLinesAreImported(id);
    }

    private static BooleanSupplier onceTrue() {
        int[] asked = {0};
        return () -> asked[0]++ > 0;
    }
}
