package com.campaignmanager.customer;

import com.campaignmanager.problem.Problem;
import com.campaignmanager.problem.Problem.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The columns of a CSV file, in its order: {@code phone} and any of the other fields of a customer, each once. */
record CsvHeader(List<CustomerField> columns) {
    private static final int NAMED = 10;
    private static final int LONGEST_NAME = 40;

    CsvHeader {
        columns = List.copyOf(columns);
    }

    Set<CustomerField> fields() {
        return Collections.unmodifiableSet(EnumSet.copyOf(columns));
    }

    /** @throws Problem {@code bad_csv_header}, naming the columns that are unknown, missing or repeated */
    static CsvHeader of(CsvFields header) {
        List<CustomerField> columns = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>();
        Set<String> repeated = new LinkedHashSet<>();
        for (String name : header.values()) {
            CustomerField.of(name)
                    .ifPresentOrElse(
                            field -> {
                                if (columns.contains(field)) {
                                    repeated.add(name);
                                }
                                columns.add(field);
                            },
                            () -> unknown.add(name));
        }
        List<String> wrong = new ArrayList<>();
        header.fault().ifPresent(fault -> wrong.add("column " + (fault.index() + 1) + " " + fault.reason()));
        if (header.fault().isEmpty() && !unknown.isEmpty()) {
            wrong.add("unknown: " + named(unknown));
        }
        if (!repeated.isEmpty()) {
            wrong.add("repeated: " + named(repeated));
        }
        if (!columns.contains(CustomerField.PHONE)) {
            wrong.add("missing: phone");
        }
        if (!wrong.isEmpty()) {
            throw bad(String.join("; ", wrong));
        }
        return new CsvHeader(columns);
    }

    static Problem bad(String wrong) {
        String known =
                Arrays.stream(CustomerField.values()).map(CustomerField::word).collect(Collectors.joining(", "));
        return Problem.of(
                Kind.INVALID,
                "bad_csv_header",
                "the header is wrong: " + wrong + "; it takes phone and any of the other columns of " + known);
    }

    private static String named(Collection<String> names) {
        String some = names.stream()
                .limit(NAMED)
                .map(name ->
                        "\"" + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name) + "\"")
                .collect(Collectors.joining(", "));
        return names.size() > NAMED ? some + " and others" : some;
    }
}
