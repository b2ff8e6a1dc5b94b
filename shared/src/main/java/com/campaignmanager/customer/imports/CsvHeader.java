package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
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
    private static final int MAX_NAME_LENGTH = 40;

    CsvHeader {
        columns = List.copyOf(columns);
    }

    Set<CustomerField> fields() {
        return Collections.unmodifiableSet(EnumSet.copyOf(columns));
    }

    /** @throws ProblemException {@code bad_csv_header}, naming the columns that are unknown, missing or repeated */
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
                .map(CustomerField::wireName)
                .distinct()
                .toList();
    }

    private static void addNamed(String what, List<String> names, List<String> wrong) {
        if (!names.isEmpty()) {
            wrong.add(what + ": " + named(names));
        }
    }

    static ProblemException bad(String wrong) {
        String known = Arrays.stream(CustomerField.values())
                .map(CustomerField::wireName)
                .collect(Collectors.joining(", "));
        return ProblemException.of(
                Kind.INVALID,
                "bad_csv_header",
                "the header is wrong: " + wrong + "; it takes phone and any of the other columns of " + known);
    }

    private static String named(List<String> names) {
        String some = names.stream()
                .limit(NAMED)
                .map(name -> "\"" + (name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) + "…" : name)
                        + "\"")
                .collect(Collectors.joining(", "));
        return names.size() > NAMED ? some + " and others" : some;
    }
}
