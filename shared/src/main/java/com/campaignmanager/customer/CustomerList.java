package com.campaignmanager.customer;

import com.campaignmanager.paging.KeysetQuery;
import com.campaignmanager.paging.KeysetQuery.Key;
import com.campaignmanager.paging.Page;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.paging.ReadLists;
import com.campaignmanager.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** @throws ProblemException {@code bad_phone} */
    public Page<Customer> read(CustomerFilter filter, PageRequest request) {
        CustomerFilter checked =
                new CustomerFilter(filter.location(), filter.preferredProduct(), checks.e164InUrl(filter.phone()));
        return lists.read(handle -> {
            KeysetQuery walk = new KeysetQuery(request, total(handle, checked));
            String sql = "SELECT * FROM customers " + through(checked);
            return walk.page(
                    bind(walk.bind(handle.createQuery(sql)), checked)
                            .map(Customers.MAPPER)
                            .list(),
                    Customer::id);
        });
    }

    /** By a phone idx_customers_phone, whatever else is asked for. */
    private static String through(CustomerFilter filter) {
        if (filter.phone().isPresent()) {
            return KeysetQuery.through(List.of(), conditions(filter));
        }
        if (filter.location().isPresent() && filter.preferredProduct().isPresent()) {
            // idx_customers_location_preferred_product, and no other index fits. The location is compared on its own:
            // within the key it would have PostgreSQL read on after the last row, to where the location ends.
            Key product = new Key("preferred_product COLLATE \"C\"", ":preferred_product");
            return KeysetQuery.through(List.of(product), " AND location COLLATE \"C\" = :location");
        }
        // idx_customers_location, idx_customers_preferred_product; without a filter the primary key
        return KeysetQuery.through(columns(filter).stream().map(Key::of).toList(), "");
    }

    /** A phone has one customer at most; otherwise the counters tell. */
    private static long total(Handle handle, CustomerFilter filter) {
        // idx_customers_phone; customer_counts_pkey, idx_customer_counts_preferred_product
        String sql = filter.phone().isPresent()
                ? "SELECT count(*) FROM customers WHERE true"
                : "SELECT coalesce(sum(total), 0) FROM customer_counts WHERE true";
        return bind(handle.createQuery(sql + conditions(filter)), filter)
                .mapTo(Long.class)
                .one();
    }

    private static String conditions(CustomerFilter filter) {
        return columns(filter).stream()
                .map(column -> " AND " + column + " = :" + column)
                .collect(Collectors.joining());
    }

    private static List<String> columns(CustomerFilter filter) {
        return Stream.of(
                        filter.phone().map(_ -> "phone"),
                        filter.location().map(_ -> "location"),
                        filter.preferredProduct().map(_ -> "preferred_product"))
                .flatMap(Optional::stream)
                .toList();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, CustomerFilter filter) {
        filter.phone().ifPresent(phone -> statement.bind("phone", phone));
        filter.location().ifPresent(location -> statement.bind("location", location));
        filter.preferredProduct().ifPresent(product -> statement.bind("preferred_product", product));
        return statement;
    }
}
