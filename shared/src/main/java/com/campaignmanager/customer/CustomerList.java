package com.campaignmanager.customer;

import com.campaignmanager.page.Page;
import com.campaignmanager.page.PageRequest;
import com.campaignmanager.page.ReadLists;
import com.campaignmanager.page.Walk;
import com.campaignmanager.problem.Problem;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/** The list of customers, the newest first. */
public final class CustomerList {
    private final ReadLists lists;
    private final CustomerChecks checks;

    public CustomerList(Jdbi jdbi, PhoneNumbers phones) {
        this.lists = new ReadLists(jdbi);
        this.checks = new CustomerChecks(phones);
    }

    /** @throws Problem {@code bad_phone} */
    public Page<Customer> read(CustomerFilter filter, PageRequest request) {
        CustomerFilter checked =
                new CustomerFilter(filter.location(), filter.preferredProduct(), checks.e164InUrl(filter.phone()));
        return lists.read(handle -> {
            Walk walk = new Walk(request, total(handle, checked));
            // idx_customers_phone, idx_customers_location, idx_customers_preferred_product, or without a filter the
            // primary key
            String sql = """
                    SELECT * FROM customers WHERE id < :before AND id > :after <filter>
                    ORDER BY id <direction> LIMIT :limit OFFSET :offset
                    """;
            return walk.page(
                    bind(walk.bind(handle.createQuery(sql)), checked)
                            .map(Customers.MAPPER)
                            .list(),
                    Customer::id);
        });
    }

    /** A phone has one customer at most; otherwise the counters tell. */
    private static long total(Handle handle, CustomerFilter filter) {
        // idx_customers_phone; customer_counts_pkey, idx_customer_counts_preferred_product
        String sql = filter.phone().isPresent()
                ? "SELECT count(*) FROM customers WHERE true <filter>"
                : "SELECT coalesce(sum(total), 0) FROM customer_counts WHERE true <filter>";
        return bind(handle.createQuery(sql), filter).mapTo(Long.class).one();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, CustomerFilter filter) {
        StringBuilder conditions = new StringBuilder();
        condition(statement, conditions, "phone", filter.phone());
        condition(statement, conditions, "location", filter.location());
        condition(statement, conditions, "preferred_product", filter.preferredProduct());
        return statement.define("filter", conditions.toString());
    }

    private static void condition(
            SqlStatement<?> statement, StringBuilder conditions, String column, Optional<String> wanted) {
        wanted.ifPresent(value -> {
            conditions.append(" AND ").append(column).append(" = :").append(column);
            statement.bind(column, value);
        });
    }
}
