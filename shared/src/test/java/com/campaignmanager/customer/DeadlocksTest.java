package com.campaignmanager.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.customer.imports.ImportOptions;
import com.campaignmanager.customer.imports.ImportReport;
import com.campaignmanager.customer.imports.PhoneSuppressions;
import com.campaignmanager.customer.imports.SmallImport;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two sessions that wait for each other: one is the code under test, the other a handle of the test's, which looks for
 * deadlocks only after an hour, so that PostgreSQL always ends the first.
 */
class DeadlocksTest {
    private static final String LOW = "+254712345670";
    private static final String HIGH = "+254712345679";

    private final CustomerTable table = new CustomerTable();
    private final PhoneNumbers phones = new PhoneNumbers(Optional.of("KE"));
    private final Customers customers = new Customers(table.jdbi(), phones);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Handle other = table.jdbi().open();

    @BeforeEach
    void begin() {
        other.execute("SET deadlock_timeout = '1h'");
        other.begin();
    }

    @AfterEach
    void close() {
        other.close();
        thread.shutdownNow();
        table.close();
    }

    @Test
    void a_patch_of_a_phone_beside_an_import_of_both_numbers_is_repeated_and_refused_by_name() throws Exception {
        Customer customer = customers.create(phone(HIGH));
        other.execute("INSERT INTO customers (phone) VALUES (?)", LOW);
        Future<ProblemException> refused = thread.submit(
                () -> catchThrowableOfType(ProblemException.class, () -> customers.patch(customer.id(), phone(LOW))));
        awaitWaiting();
        other.execute("UPDATE customers SET first_name = 'Ann' WHERE phone = ?", HIGH);
        other.commit();
        assertThat(refused.get().code()).isEqualTo("phone_taken");
        assertThat(customers.get(customer.id()).firstName()).isEqualTo("Ann");
        assertThat(deadlocks()).isPositive();
    }

    @Test
    void a_patch_of_a_phone_beside_an_import_that_is_rolled_back_is_repeated_and_succeeds() throws Exception {
        Customer customer = customers.create(phone(HIGH));
        other.execute("INSERT INTO customers (phone) VALUES (?)", LOW);
        Future<Customer> patched = thread.submit(() -> customers.patch(customer.id(), phone(LOW)));
        awaitWaiting();
        other.execute("UPDATE customers SET first_name = 'Ann' WHERE phone = ?", HIGH);
        other.rollback();
        assertThat(patched.get().phone()).isEqualTo(LOW);
        assertThat(deadlocks()).isPositive();
    }

    @Test
    void an_import_beside_a_patch_of_a_phone_is_repeated_and_loses_nobody() throws Exception {
        Customer customer = customers.create(phone(HIGH));
        other.execute("UPDATE customers SET first_name = 'Ann' WHERE phone = ?", HIGH);
        byte[] file = ("phone,last_name\n" + LOW + ",A\n" + HIGH + ",B\n").getBytes(StandardCharsets.UTF_8);
        Callable<ImportReport> both = () -> new SmallImport(table.jdbi(), phones, PhoneSuppressions.NONE)
                .run(new ByteArrayInputStream(file), ImportOptions.NONE)
                .report();
        Future<ImportReport> report = thread.submit(both);
        awaitWaiting();
        // What a PATCH does to a number that the import has inserted.
        other.execute("INSERT INTO customers (phone) VALUES (?) ON CONFLICT DO NOTHING", LOW);
        other.commit();
        assertThat(report.get().created() + report.get().updated()).isEqualTo(2);
        assertThat(customers.get(customer.id()).lastName()).isEqualTo("B");
        assertThat(table.count()).isEqualTo(2);
        assertThat(table.countersAreExact()).isTrue();
        assertThat(deadlocks()).isPositive();
    }

    private static CustomerChanges phone(String phone) {
        return new CustomerChanges(
                Optional.of(phone), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void awaitWaiting() {
        Waiting.until("the other session waits for a lock", () -> table.number("""
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """) == 1);
    }

    private long deadlocks() {
        Waiting.until("PostgreSQL has counted the deadlock", () -> counted() > 0);
        return counted();
    }

    private long counted() {
        return table.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }
}
