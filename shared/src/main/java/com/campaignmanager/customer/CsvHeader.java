package com.campaignmanager.customer;

import com.campaignmanager.problem.Problem;
import com.campaignmanager.problem.Problem.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
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
        List<CustomerField> columns = header.values().stream()
                .map(CustomerField::of)
                .flatMap(Optional::stream)
                .toList();
        List<String> wrong = new ArrayList<>();
        header.fault()
                .ifPresentOrElse(
                        fault -> wrong.add("column " + (fault.index() + 1) + " " + fault.reason()),
                        () -> addNamed("unknown", unknown(header), wrong));
        addNamed("repeated", repeated(columns), wrong);
        if (!columns.contains(CustomerField.PHONE)) {
            wrong.add("missing: phone");
        }
        if (!wrong.isEmpty()) {
            throw bad(String.join("; ", wrong));
        }
        return new CsvHeader(columns);
    }

    private static List<String> unknown(CsvFields header) {
        return header.values().stream()
                .filter(name -> CustomerField.of(name).isEmpty())
                .distinct()
                .toList();
    }

    private static List<String> repeated(List<CustomerField> columns) {
        return columns.stream()
                .filter(field -> Collections.frequency(columns, field) > 1)
                .map(CustomerField::word)
                .distinct()
                .toList();
    }

    private static void addNamed(String what, List<String> names, List<String> wrong) {
        if (!names.isEmpty()) {
            wrong.add(what + ": " + named(names));
        }
    }

    static Problem bad(String wrong) {
        String known =
                Arrays.stream(CustomerField.values()).map(CustomerField::word).collect(Collectors.joining(", "));
        return Problem.of(
                Kind.INVALID,
                "bad_csv_header",
                "the header is wrong: " + wrong + "; it takes phone and any of the other columns of " + known);
    }

    private static String named(List<String> names) {
        String some = names.stream()
                .limit(NAMED)
                .map(name ->
                        "\"" + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name) + "\"")
                .collect(Collectors.joining(", "));
        return names.size() > NAMED ? some + " and others" : some;
    }
}
