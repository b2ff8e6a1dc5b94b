package com.campaignmanager.customer;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.Recipients;
import com.campaignmanager.content.Recipient;
import com.campaignmanager.paging.Page;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.testing.OneSession;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The two oldest of very many customers: one lives elsewhere and likes something else, the other has the town of one half
 * and the product of the other.
 */
class FilteredCustomersTest {
    private static final int CUSTOMERS = 50_000;
    /** Of hundreds. */
    private static final long MANY_PAGES = 40;

    private final OneSession session = new OneSession();
    private final Jdbi jdbi = session.jdbi();

    @BeforeEach
    void load() {
        jdbi.useHandle(handle -> {
            handle.execute("""
                    INSERT INTO customers (phone, location, preferred_product)
                    SELECT '+2547' || 10000000 + n,
                           CASE WHEN n = 1 THEN 'Lamu' WHEN n % 2 = 0 THEN 'Nairobi' ELSE 'Mombasa' END,
                           CASE WHEN n = 1 THEN 'Boat' WHEN n = 2 OR n % 2 = 1 THEN 'Phone' ELSE 'Laptop' END
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
        "force_generic_plan,Lamu,,,1",
        "force_generic_plan,,Boat,,1",
        "force_generic_plan,,,+254710000001,1",
        "force_generic_plan,Lamu,Boat,,1",
        "force_generic_plan,Nairobi,Phone,,2",
        "force_generic_plan,Nairobi,Phone,+254710000002,2",
        "force_custom_plan,Lamu,,,1",
        "force_custom_plan,,Boat,,1",
        "force_custom_plan,,,+254710000001,1",
        "force_custom_plan,Lamu,Boat,,1",
        "force_custom_plan,Nairobi,Phone,,2",
        "force_custom_plan,Nairobi,Phone,+254710000002,2",
    })
    void a_list_of_few_customers_reads_none_of_the_others(
            String plans, String location, String product, String phone, int found) {
        session.plan(plans);
        CustomerFilter filter = new CustomerFilter(
                Optional.ofNullable(location), Optional.ofNullable(product), Optional.ofNullable(phone));
        long before = session.pagesRead("customers");

        Page<Customer> page = new CustomerList(jdbi, new PhoneNumbers(Optional.empty()))
                .read(filter, new PageRequest(1, 20, new PageRequest.Start.Before(Long.MAX_VALUE)));

        assertThat(page.items()).extracting(Customer::phone).containsExactly("+25471000000" + found);
        assertThat(session.pagesRead("customers") - before).isLessThan(MANY_PAGES);
    }

    @ParameterizedTest
    @CsvSource({
        "force_generic_plan,Lamu,,1",
        "force_generic_plan,,Boat,1",
        "force_generic_plan,Lamu,Boat,1",
        "force_generic_plan,Nairobi,Phone,2",
        "force_custom_plan,Lamu,,1",
        "force_custom_plan,,Boat,1",
        "force_custom_plan,Lamu,Boat,1",
        "force_custom_plan,Nairobi,Phone,2",
    })
    void an_audience_of_few_customers_reads_none_of_the_others(
            String plans, String location, String product, int found) {
        session.plan(plans);
        long before = session.pagesRead("customers");

        List<Recipient> recipients = jdbi.inTransaction(handle -> Recipients.next(
                        handle,
                        new Audience.Filter(Optional.ofNullable(location), Optional.ofNullable(product)),
                        0,
                        Long.MAX_VALUE,
                        5_000)
                .recipients());

        assertThat(recipients).extracting(Recipient::phone).containsExactly("+25471000000" + found);
        assertThat(session.pagesRead("customers") - before).isLessThan(MANY_PAGES);
    }
}
