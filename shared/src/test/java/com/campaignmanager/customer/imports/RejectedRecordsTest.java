package com.campaignmanager.customer.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.customer.CustomerTable;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.imports.RejectedRecords.Part;
import com.campaignmanager.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of imports, and for how long. */
class RejectedRecordsTest {
    private final CustomerTable table = new CustomerTable();
    private final RejectedRecords rejected = new RejectedRecords(table.jdbi());
    private final ImportRetention retention = new ImportRetention(table.jdbi());

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void rejected_records_are_the_files_own_with_the_reason_before_them() throws IOException {
        CustomerImport done = run("phone;first_name;age\n12;\"A;n\"\"n\";7\n+254712345678;Bo;8\n;=1+1;9\n");
        assertThat(rejected.read(done.id(), 0)).isEqualTo(new Part("""
                        rejected_line,rejected_reason,phone,first_name,age\r
                        2,"no such number: the phone must be a valid phone number, with + and country code unless it is one \
                        of KE",12,"A;n""n",7\r
                        4,empty: there is no phone number,,'=1+1,9\r
                        """, Optional.empty()));
    }

    @Test
    void a_mended_list_of_rejected_records_is_imported_as_it_is() throws IOException {
        CustomerImport first = run("phone,first_name,location\n12,'=x,\"Nairobi, Kenya\"\n");
        String mended = rejected.read(first.id(), 0).csv().replace(",12,", ",+254712345678,");
        CustomerImport second = run(mended);
        assertThat(table.rows()).containsExactly("+254712345678/=x//Nairobi, Kenya/");
        assertThat(second.report().ignoredColumns()).isEmpty();
    }

    @Test
    void a_long_list_comes_in_parts() throws IOException {
        CustomerImport done = run("phone,note\n" + ("x," + "n".repeat(1_000) + "\n").repeat(3_000));
        long after = 0;
        int parts = 0;
        long records = 0;
        Optional<Long> next = Optional.of(0L);
        while (next.isPresent()) {
            Part part = rejected.read(done.id(), next.get());
            assertThat(part.csv().length()).isLessThan(1_100_000);
            records += part.csv().lines().count() - 1;
            next = part.lastLine();
            assertThat(next.orElse(Long.MAX_VALUE)).isGreaterThan(after);
            after = next.orElse(after);
            parts++;
        }
        assertThat(records).isEqualTo(3_000);
        assertThat(parts).isEqualTo(4);
    }

    @Test
    void rejected_records_are_kept_for_30_days_and_customers_for_90() throws IOException {
        CustomerImport done = run("phone\n12\n+254712345678\n");
        table.clock.advance(ImportRetention.REJECTED.minusMinutes(1));
        assertThat(retention.forget()).isFalse();
        assertThat(rejected.read(done.id(), 0).csv()).contains("no such number");
        table.clock.advance(Duration.ofMinutes(2));
        assertThat(refusal(done.id())).isEqualTo("rejected_lines_forgotten");
        assertThat(retention.forget()).isTrue();
        assertThat(table.number("SELECT count(*) FROM customer_import_rejections"))
                .isZero();
        assertThat(table.number("SELECT count(*) FROM customer_import_members")).isEqualTo(1);
        table.clock.advance(ImportRetention.MEMBERS);
        assertThat(retention.forget()).isTrue();
        assertThat(table.number("SELECT count(*) FROM customer_import_members")).isZero();
    }

    @Test
    void an_import_whose_file_never_came_is_forgotten_after_a_day() {
        CustomerImports imports = new CustomerImports(table.jdbi());
        UUID id = imports.create().id();
        table.clock.advance(ImportRetention.WAITING.minusMinutes(1));
        assertThat(imports.get(id).status()).isEqualTo(ImportStatus.WAITING);
        table.clock.advance(Duration.ofMinutes(2));
        assertThat(catchThrowableOfType(ProblemException.class, () -> imports.get(id))
                        .code())
                .isEqualTo("import_not_found");
        retention.forget();
        assertThat(table.number("SELECT count(*) FROM customer_imports")).isZero();
    }

    @Test
    void an_unknown_import_has_none() {
        assertThat(refusal(UUID.randomUUID())).isEqualTo("import_not_found");
    }

    private String refusal(UUID id) {
        return catchThrowableOfType(ProblemException.class, () -> rejected.read(id, 0))
                .code();
    }

    private CustomerImport run(String csv) throws IOException {
        return new SmallImport(table.jdbi(), new PhoneNumbers(Optional.of("KE")), PhoneSuppressions.NONE)
                .run(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), ImportOptions.NONE);
    }
}
