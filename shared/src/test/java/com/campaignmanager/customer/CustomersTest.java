package com.campaignmanager.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.content.Recipient;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomersTest {
    private static final String PHONE = "+254712345678";

    private final CustomerTable table = new CustomerTable();
    private final Customers customers = new Customers(table.jdbi(), new PhoneNumbers(Optional.of("KE")));

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void a_customer_is_kept_with_a_normalised_phone_and_empty_strings_for_what_is_missing() {
        Customer created = customers.create(fields("0712 345 678", "Alice"));
        assertThat(created.phone()).isEqualTo(PHONE);
        assertThat(created.recipient()).isEqualTo(new Recipient(created.id(), PHONE, "Alice", "", "", ""));
        assertThat(customers.get(created.id())).isEqualTo(created);
    }

    @Test
    void a_taken_phone_is_refused_however_it_is_written() {
        customers.create(fields(PHONE, "Alice"));
        Customer bob = customers.create(fields("+254712345679", "Bob"));
        assertThat(refusal(() -> customers.create(fields("0712345678", "Bob")))).isEqualTo("CONFLICT phone_taken");
        assertThat(refusal(() -> customers.patch(bob.id(), fields("0712345678", "Bob"))))
                .isEqualTo("CONFLICT phone_taken");
        assertThat(customers.get(bob.id())).isEqualTo(bob);
    }

    @Test
    void a_patch_changes_what_it_names_and_clears_what_it_empties() {
        Customer alice = customers.create(new CustomerChanges(
                Optional.of(PHONE),
                Optional.of("Alice"),
                Optional.of("Mwangi"),
                Optional.of("Nairobi"),
                Optional.of("Shoes")));
        table.clock.advance(Duration.ofMinutes(1));
        Customer patched = customers.patch(
                alice.id(),
                new CustomerChanges(
                        Optional.empty(), Optional.of("Ann"), Optional.empty(), Optional.of(""), Optional.empty()));
        assertThat(patched.recipient()).isEqualTo(new Recipient(alice.id(), PHONE, "Ann", "Mwangi", "", "Shoes"));
        assertThat(patched.createdAt()).isEqualTo(alice.createdAt());
        assertThat(patched.updatedAt()).isAfter(alice.updatedAt());
        assertThat(table.countersAreExact()).isTrue();
    }

    @Test
    void a_customer_keeps_their_own_phone_when_patched_with_it() {
        Customer alice = customers.create(fields(PHONE, "Alice"));
        assertThat(customers.patch(alice.id(), fields("0712345678", "Ann")).firstName())
                .isEqualTo("Ann");
    }

    @Test
    void an_unknown_customer_is_not_found() {
        assertThat(refusal(() -> customers.get(7))).isEqualTo("NOT_FOUND customer_not_found");
        assertThat(refusal(() -> customers.patch(7, fields(PHONE, "x")))).isEqualTo("NOT_FOUND customer_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "+254", "nobody"})
    void a_bad_phone_is_refused(String phone) {
        assertThat(refusal(() -> customers.create(fields(phone, "x")))).isEqualTo("INVALID bad_phone");
    }

    @Test
    void a_customer_without_a_phone_is_refused() {
        CustomerChanges nameless = new CustomerChanges(
                Optional.empty(), Optional.of("x"), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(refusal(() -> customers.create(nameless))).isEqualTo("INVALID bad_phone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "half \uD83C", "\uDF89 half"})
    void a_value_that_postgresql_cannot_hold_is_refused(String value) {
        assertThat(refusal(() -> customers.create(fields(PHONE, value)))).isEqualTo("INVALID invalid_request");
    }

    @Test
    void values_of_200_characters_of_any_kind_are_kept_and_longer_ones_refused_by_field() {
        String emoji = "\uD83C\uDF89".repeat(100);
        String wide = "\u4E16".repeat(200);
        Customer kept = customers.create(new CustomerChanges(
                Optional.of(PHONE), Optional.of(emoji), Optional.of(wide), Optional.of(wide), Optional.of(emoji)));
        assertThat(customers.get(kept.id()).location()).isEqualTo(wide);
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> customers.create(fields(PHONE, wide + "x")));
        assertThat(problem.errors()).containsExactly(new FieldError("first_name", "is longer than 200 characters"));
    }

    @Test
    void deleting_a_customer_takes_their_messages_and_names_the_campaigns_that_waited_for_them() {
        Customer alice = customers.create(fields(PHONE, "Alice"));
        Customer bob = customers.create(fields("+254712345679", "Bob"));
        long waiting = campaign();
        long done = campaign();
        message(waiting, alice, "pending");
        message(waiting, bob, "pending");
        message(done, alice, "sent");
        assertThat(customers.delete(alice.id())).containsExactly(waiting);
        assertThat(table.number("SELECT count(*) FROM outbound_messages")).isEqualTo(1);
        assertThat(table.number("SELECT sum(pending) FROM campaign_stats WHERE campaign_id = " + waiting))
                .isEqualTo(1);
        assertThat(table.number("SELECT sum(sent) FROM campaign_stats WHERE campaign_id = " + done))
                .isZero();
        assertThat(customers.delete(alice.id())).isEmpty();
        assertThat(table.countersAreExact()).isTrue();
    }

    @Test
    void two_sessions_count_customers_of_one_place_at_once_without_waiting_for_each_other() {
        try (Handle one = table.jdbi().open();
                Handle other = table.jdbi().open()) {
            one.begin();
            one.execute("INSERT INTO customers (phone, location) VALUES ('+254712345670', 'Nairobi')");
            other.begin();
            other.execute("SET LOCAL lock_timeout = '1ms'");
            other.execute("INSERT INTO customers (phone, location) VALUES ('+254712345671', 'Nairobi')");
            other.commit();
            one.commit();
        }
        assertThat(table.count()).isEqualTo(2);
        assertThat(table.countersAreExact()).isTrue();
    }

    @Test
    void customers_are_deleted_while_a_worker_records_their_messages_and_neither_fails() throws Exception {
        List<Customer> all = IntStream.range(0, 10)
                .mapToObj(i -> customers.create(fields("+2547123456" + (10 + i), "C" + i)))
                .toList();
        List<Long> campaigns = Stream.generate(this::campaign).limit(5).toList();
        campaigns.forEach(campaign -> all.forEach(customer -> message(campaign, customer, "pending")));
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> worker = threads.submit(() -> recordUntil(stop));
            all.forEach(customer -> customers.delete(customer.id()));
            stop.set(true);
            worker.get();
        }
        assertThat(table.number("SELECT count(*) FROM outbound_messages")).isZero();
        assertThat(table.number("SELECT sum(abs(total)) FROM (SELECT sum(pending + sent + failed) AS total"
                        + " FROM campaign_stats GROUP BY campaign_id) AS totals"))
                .isZero();
    }

    /** Locks message after message of one customer, the newest first, as a worker may that records a few at once. */
    private void recordUntil(AtomicBoolean stop) {
        while (!stop.get()) {
            table.jdbi()
                    .useTransaction(handle -> handle.createQuery("""
                            SELECT id FROM outbound_messages
                            WHERE customer_id = (SELECT min(id) FROM customers) ORDER BY id DESC
                            """)
                            .mapTo(Long.class)
                            .list()
                            .forEach(id ->
                                    handle.createUpdate("""
                                    UPDATE outbound_messages
                                    SET status = CASE WHEN status = 'sent' THEN 'failed' ELSE 'sent' END
                                    WHERE id = :id
                                    """).bind("id", id).execute()));
        }
    }

    private long campaign() {
        return table.number(
                "INSERT INTO campaigns (name, channel, base_template, status) VALUES ('c', 'sms', 't', 'sending') RETURNING id");
    }

    private void message(long campaign, Customer customer, String status) {
        table.execute(
                "INSERT INTO outbound_messages (campaign_id, customer_id, status, rendered_content) VALUES (%d, %d, '%s', 't')"
                        .formatted(campaign, customer.id(), status));
    }

    private static CustomerChanges fields(String phone, String firstName) {
        return new CustomerChanges(
                Optional.of(phone), Optional.of(firstName), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static String refusal(Runnable refused) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, refused::run);
        return problem.kind() + " " + problem.code();
    }
}
