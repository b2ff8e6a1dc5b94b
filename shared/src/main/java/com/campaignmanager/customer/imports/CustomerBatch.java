package com.campaignmanager.customer.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Customers to be written in one statement: of rows with the same phone the last one counts. */
final class CustomerBatch {
    private final Map<String, CustomerRow> byPhone = new HashMap<>();
    private final boolean keepsEmpty;
    private int added;

    /** @param keepsEmpty whether an empty field of a row leaves that of a row before it as it is */
    CustomerBatch(boolean keepsEmpty) {
        this.keepsEmpty = keepsEmpty;
    }

    void add(CustomerRow row) {
        byPhone.merge(row.phone(), row, (before, last) -> keepsEmpty ? last.over(before) : last);
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

    String[] phones() {
        return byPhone.keySet().stream().sorted().toArray(String[]::new);
    }

    static String[] column(List<CustomerRow> rows, Function<CustomerRow, String> field) {
        return rows.stream().map(field).toArray(String[]::new);
    }
}
