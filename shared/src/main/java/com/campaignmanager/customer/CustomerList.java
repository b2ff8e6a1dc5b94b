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
            // idx_customers_location_product_key; no other index fits. The location is compared on its own: within the
            // key it would have PostgreSQL read on after the last row, to where the location ends.
            Key product = new Key("preferred_product_key COLLATE \"POSIX\"", "value_key(:preferred_product)");
            return KeysetQuery.through(List.of(product), " AND location_key COLLATE \"POSIX\" = value_key(:location)");
        }
        // idx_customers_location_key, idx_customers_preferred_product_key; without a filter the primary key
        List<Key> keys = values(filter).stream()
                .map(column -> new Key(column + "_key", "value_key(:" + column + ")"))
                .toList();
        return KeysetQuery.through(keys, "");
    }

    /** A phone has one customer at most; otherwise the counters tell. */
    private static long total(Handle handle, CustomerFilter filter) {
        // idx_customers_phone; idx_customer_counts_location_key, idx_customer_counts_preferred_product_key
        String sql = filter.phone().isPresent()
                ? "SELECT count(*) FROM customers WHERE true"
                : "SELECT coalesce(sum(total), 0) FROM customer_counts WHERE true";
        return bind(handle.createQuery(sql + conditions(filter)), filter)
                .mapTo(Long.class)
                .one();
    }

    private static String conditions(CustomerFilter filter) {
        return filter.phone().map(_ -> " AND phone = :phone").orElse("")
                + values(filter).stream()
                        .map(column -> " AND " + column + "_key = value_key(:" + column + ")")
                        .collect(Collectors.joining());
    }

    /** The columns that have a key. */
    private static List<String> values(CustomerFilter filter) {
        return Stream.of(
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
