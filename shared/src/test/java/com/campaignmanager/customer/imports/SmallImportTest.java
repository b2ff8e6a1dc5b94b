package com.campaignmanager.customer.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.customer.CustomerTable;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmallImportTest {
    private final CustomerTable table = new CustomerTable();
    private final Set<String> suppressed = new TreeSet<>();
    private final SmallImport imports =
            new SmallImport(table.jdbi(), new PhoneNumbers(Optional.of("KE")), suppressed::addAll);

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void new_phones_are_created_known_ones_updated_and_bad_lines_reported() throws IOException {
        run("phone,first_name,location\n+254712345678,Ann,Nairobi\n+254712345679,Bob,Mombasa\n");
        ImportReport report = run("phone,first_name\n0712345678,Anna\n+254712345670,Cy\n12,Dee\n+254712345679,Bob\n");
        assertThat(report)
                .isEqualTo(new ImportReport(
                        1,
                        2,
                        0,
                        0,
                        List.of(),
                        List.of(),
                        1,
                        List.of(new RejectedLine(
                                4,
                                "12",
                                "no such number: the phone must be a valid phone number, with + and country code unless"
                                        + " it is one of KE"))));
        assertThat(table.rows())
                .containsExactly("+254712345670/Cy///", "+254712345678/Anna//Nairobi/", "+254712345679/Bob//Mombasa/");
        assertThat(table.countersAreExact()).isTrue();
    }

    @Test
    void absent_columns_leave_values_and_empty_cells_clear_them() throws IOException {
        run("phone,first_name,last_name,location,preferred_product\n+254712345678,Ann,Mwangi,Nairobi,Shoes\n");
        run("phone,location,first_name\n+254712345678,,Anna\n");
        assertThat(table.rows()).containsExactly("+254712345678/Anna/Mwangi//Shoes");
        assertThat(table.countersAreExact()).isTrue();
    }

    @Test
    void a_phone_seen_again_in_the_file_counts_as_updated_and_the_last_wins() throws IOException {
        ImportReport report =
                run("phone,first_name\n0712345678,A\n+254712345679,X\n+254 712 345 678,B\n0712345678,C\n");
        assertThat(report).isEqualTo(report(2, 2));
        assertThat(table.rows()).containsExactly("+254712345678/C///", "+254712345679/X///");
    }

    @Test
    void the_same_file_again_updates_every_line_and_changes_nothing() throws IOException {
        String csv = "phone,first_name\n+254712345678,A\n+254712345679,B\n";
        assertThat(run(csv)).isEqualTo(report(2, 0));
        List<String> before = table.rows();
        assertThat(run(csv)).isEqualTo(report(0, 2));
        assertThat(table.rows()).isEqualTo(before);
    }

    @Test
    void a_file_with_phones_alone_creates_customers_and_changes_none() throws IOException {
        run("phone,first_name\n+254712345678,A\n");
        assertThat(run("phone\n+254712345678\n+254712345679\n")).isEqualTo(report(1, 1));
        assertThat(table.rows()).containsExactly("+254712345678/A///", "+254712345679////");
    }

    @Test
    void a_header_alone_imports_nobody() throws IOException {
        assertThat(run("phone,first_name\n")).isEqualTo(report(0, 0));
    }

    @Test
    void the_first_1000_rejected_lines_are_named_and_all_are_counted() throws IOException {
        ImportReport report = run("phone\n" + "x\n".repeat(1_500) + "+254712345678\n");
        assertThat(report.created()).isEqualTo(1);
        assertThat(report.rejectedCount()).isEqualTo(1_500);
        assertThat(report.rejected()).hasSize(1_000);
        assertThat(report.rejected().getLast().line()).isEqualTo(1_001);
    }

    @Test
    void a_refused_file_changes_nothing() {
        assertThatThrownBy(() -> run("nickname,age\n+254712345678,7\n")).isInstanceOf(ProblemException.class);
        assertThat(table.count()).isZero();
        assertThat(table.number("SELECT count(*) FROM customer_imports")).isZero();
    }

    @Test
    void empty_cells_leave_values_when_the_caller_says_so() throws IOException {
        run("phone,first_name,location\n+254712345678,Ann,Nairobi\n");
        String csv = "phone,first_name,location\n+254712345678,,Thika\n+254712345679,Bo,\n+254712345679,,Kisii\n";
        CustomerImport done = imports.run(bytes(csv), new ImportOptions("", true));
        assertThat(done.report()).isEqualTo(report(1, 2));
        assertThat(table.rows()).containsExactly("+254712345678/Ann//Thika/", "+254712345679/Bo//Kisii/");
    }

    @Test
    void an_import_has_an_id_under_which_its_report_is_found() throws IOException {
        CustomerImport done = imports.run(bytes("phone\n+254712345678\nx\n"), ImportOptions.NONE);
        CustomerImport found = new CustomerImports(table.jdbi()).get(done.id());
        assertThat(found).isEqualTo(done);
        assertThat(found.status()).isEqualTo(ImportStatus.DONE);
        assertThat(table.number("SELECT count(*) FROM customer_import_members")).isEqualTo(1);
    }

    @Test
    void a_no_imports_the_row_and_suppresses_the_phone() throws IOException {
        ImportReport report = run("phone,unsubscribed\n+254712345678,yes\n+254712345679,no\n+254712345670,\n");
        assertThat(report.created()).isEqualTo(3);
        assertThat(report.suppressed()).isEqualTo(1);
        assertThat(suppressed).containsExactly("+254712345678");
    }

    @Test
    void a_database_that_fails_in_the_middle_changes_nothing() {
        table.execute("ALTER TABLE customers ADD CONSTRAINT no_bob CHECK (first_name <> 'Bob')");
        assertThatThrownBy(() -> run("phone,first_name\n+254712345678,Ann\n+254712345679,Bob\n"))
                .isInstanceOf(UnableToExecuteStatementException.class);
        assertThat(table.count()).isZero();
        assertThat(table.countersAreExact()).isTrue();
    }

    @Test
    void two_imports_of_the_same_phones_at_once_both_end_and_count_each_phone_as_created_once() throws Exception {
        List<String> lines = IntStream.range(0, 20_000)
                .mapToObj(i -> "+25471%07d,P%d,L%d".formatted(i, i, i % 50))
                .toList();
        String forwards = "phone,first_name,location\n" + String.join("\n", lines);
        String backwards =
                "phone,first_name,location\n" + lines.reversed().stream().collect(Collectors.joining("x\n"));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<ImportReport>> both = List.of(() -> run(forwards), () -> run(backwards));
            long created = 0;
            long updated = 0;
            for (Future<ImportReport> one : threads.invokeAll(both)) {
                created += one.get().created();
                updated += one.get().updated();
            }
            assertThat(created).isEqualTo(20_000);
            assertThat(updated).isEqualTo(20_000);
        }
        assertThat(table.countersAreExact()).isTrue();
    }

    private ImportReport run(String csv) throws IOException {
        return imports.run(bytes(csv), ImportOptions.NONE).report();
    }

    private static ByteArrayInputStream bytes(String csv) {
        return new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
    }

    private static ImportReport report(long created, long updated) {
        return new ImportReport(created, updated, 0, 0, List.of(), List.of(), 0, List.of());
    }
}
