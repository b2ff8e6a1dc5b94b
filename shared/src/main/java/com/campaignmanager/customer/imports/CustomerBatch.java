package com.campaignmanager.customer.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Customers to be written in one statement: of rows with the same phone the last one counts. */
final class CustomerBatch {
    private final Map<String, CustomerRow> byPhone = new HashMap<>();
    private int added;

    void add(CustomerRow row) {
        byPhone.put(row.phone(), row);
        added++;
    }

    /** How many were added, repeated phones included. */
    int added() {
        return added;
    }

    /** By phone: all imports lock customers in the same order, so two at once don't deadlock. */
    List<CustomerRow> rows() {
        return byPhone.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    static String[] column(List<CustomerRow> rows, Function<CustomerRow, String> field) {
        return rows.stream().map(field).toArray(String[]::new);
    }
}
