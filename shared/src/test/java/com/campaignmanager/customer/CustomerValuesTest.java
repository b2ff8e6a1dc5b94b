package com.campaignmanager.customer;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.customer.CustomerValues.Field;
import com.campaignmanager.customer.CustomerValues.Value;
import com.campaignmanager.paging.PageRequest;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kisii, "Kisii " and kisii. */
class CustomerValuesTest {
    private final CustomerTable table = new CustomerTable();
    private final Customers customers = new Customers(table.jdbi(), new PhoneNumbers(Optional.of("KE")));
    private final CustomerValues values = new CustomerValues(table.jdbi());

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void values_are_kept_as_meant() {
        Customer created = customers.create(from(" Kisii\u200B"));
        assertThat(created.location()).isEqualTo("Kisii");
        Customer patched = customers.patch(created.id(), from("\u00A0Ole\u0301 "));
        assertThat(patched.location()).isEqualTo("Ol\u00E9");
        assertThat(customers.patch(created.id(), from(" \uFEFF")).location()).isEmpty();
        assertThat(table.countersAreExact()).isTrue();
    }

    @Test
    void a_filter_finds_a_value_however_it_is_written() {
        insert(1, "Kisii");
        insert(2, "Kisii ");
        insert(3, "kisii");
        insert(4, "Kisumu");
        for (String asked : new String[] {"Kisii", "KISII", " kisii\u200B"}) {
            var page = new CustomerList(table.jdbi(), new PhoneNumbers(Optional.empty()))
                    .read(
                            new CustomerFilter(Optional.of(asked), Optional.empty(), Optional.empty()),
                            new PageRequest(1, 20, new PageRequest.Start.ByNumber()));
            assertThat(page.total()).isEqualTo(3);
            assertThat(page.items())
                    .extracting(Customer::location)
                    .containsExactlyInAnyOrder("Kisii", "Kisii ", "kisii");
        }
    }

    @Test
    void the_most_frequent_way_of_writing_a_value_is_shown_with_the_count_of_all() {
        insert(1, "kisii");
        insert(2, "Kisii");
        insert(3, "Kisii");
        insert(4, "Thika");
        insert(5, "");
        assertThat(values.read(Field.LOCATION, "")).containsExactly(new Value("Kisii", 3), new Value("Thika", 1));
        assertThat(values.read(Field.PREFERRED_PRODUCT, "")).isEmpty();
    }

    @Test
    void a_prefix_is_compared_as_values_are() {
        insert(1, "Kisii");
        insert(2, "Kisumu");
        insert(3, "Thika");
        assertThat(values.read(Field.LOCATION, " kiS")).extracting(Value::value).containsExactly("Kisii", "Kisumu");
        assertThat(values.read(Field.LOCATION, "kisu")).containsExactly(new Value("Kisumu", 1));
        assertThat(values.read(Field.LOCATION, "%")).isEmpty();
    }

    @Test
    void a_value_that_nobody_has_any_more_is_not_shown() {
        insert(1, "Kisii");
        table.execute("DELETE FROM customers");
        assertThat(values.read(Field.LOCATION, "")).isEmpty();
    }

    @Test
    void at_most_100_values_are_shown_those_of_most_customers_first() {
        table.execute("INSERT INTO customers (phone, location) SELECT '+2547' || n, 'Place ' || n % 150"
                + " FROM generate_series(1, 310) AS n");
        assertThat(values.read(Field.LOCATION, "")).hasSize(100).first().isEqualTo(new Value("Place 1", 3));
    }

    @Test
    void values_from_before_are_migrated_and_their_counters_with_them() {
        try (CustomerTable before = CustomerTable.migratedTo("9")) {
            before.execute(
                    "INSERT INTO customers (phone, first_name, location) VALUES ('+254712345670', E'Jose\\u0301', 'Kisii '),"
                            + " ('+254712345671', ' ', 'kisii')");
            before.migrate();
            assertThat(before.rows()).containsExactly("+254712345670/Jos\u00E9//Kisii/", "+254712345671///kisii/");
            assertThat(before.countersAreExact()).isTrue();
            assertThat(new CustomerValues(before.jdbi()).read(Field.LOCATION, ""))
                    .extracting(Value::count)
                    .containsExactly(2L);
        }
    }

    private static CustomerChanges from(String location) {
        return new CustomerChanges(
                Optional.of("+254712345678"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(location),
                Optional.empty());
    }

    /** As somebody may in a session of their own. */
    private void insert(int number, String location) {
        table.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "INSERT INTO customers (phone, location) VALUES (:phone, :location)")
                        .bind("phone", "+25471234567" + number)
                        .bind("location", location)
                        .execute());
    }
}
