package com.campaignmanager.customer;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.page.Page;
import com.campaignmanager.page.PageRequest;
import com.campaignmanager.testing.OneSession;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One customer who lives elsewhere and likes something else, the oldest of very many. */
class FilteredCustomersTest {
    private static final int CUSTOMERS = 50_000;

    private final OneSession session = new OneSession();
    private final Jdbi jdbi = session.jdbi();

    @BeforeEach
    void load() {
        jdbi.useHandle(handle -> {
            handle.execute("""
                    INSERT INTO customers (phone, location, preferred_product)
                    SELECT '+2547' || 10000000 + n, CASE n WHEN 1 THEN 'Lamu' ELSE 'Nairobi' END,
                           CASE n WHEN 1 THEN 'Boat' ELSE 'Laptop' END
                    FROM generate_series(1, ?) AS n""", CUSTOMERS);
            handle.execute("ANALYZE customers");
        });
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** The one plan for whatever is asked for is what PostgreSQL comes to when it has planned a statement a few times. */
    @ParameterizedTest
    @CsvSource({
        "force_generic_plan,Lamu,,",
        "force_generic_plan,,Boat,",
        "force_generic_plan,,,+254710000001",
        "force_custom_plan,Lamu,,",
        "force_custom_plan,,Boat,",
        "force_custom_plan,,,+254710000001",
        "force_custom_plan,Lamu,Boat,",
    })
    void a_list_of_few_customers_reads_none_of_the_others(String plans, String location, String product, String phone) {
        session.plan(plans);
        CustomerFilter filter = new CustomerFilter(
                Optional.ofNullable(location), Optional.ofNullable(product), Optional.ofNullable(phone));
        long before = session.rowsRead("customers");

        Page<Customer> page = new CustomerList(jdbi, new PhoneNumbers(Optional.empty()))
                .read(filter, new PageRequest(1, 20, new PageRequest.Start.Before(Long.MAX_VALUE)));

        assertThat(page.items()).extracting(Customer::phone).containsExactly("+254710000001");
        assertThat(session.rowsRead("customers") - before).isLessThan(10);
    }

    @ParameterizedTest
    @CsvSource({
        "force_generic_plan,Lamu,",
        "force_generic_plan,,Boat",
        "force_custom_plan,Lamu,",
        "force_custom_plan,,Boat",
        "force_custom_plan,Lamu,Boat",
    })
    void an_audience_of_few_customers_reads_none_of_the_others(String plans, String location, String product) {
        session.plan(plans);
        long before = session.rowsRead("customers");

        List<Recipient> recipients = jdbi.inTransaction(handle -> Recipients.next(
                handle, Optional.ofNullable(location), Optional.ofNullable(product), 0, Long.MAX_VALUE, 5_000));

        assertThat(recipients).extracting(Recipient::phone).containsExactly("+254710000001");
        assertThat(session.rowsRead("customers") - before).isLessThan(10);
    }
}
