package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.CsvRecord;
import com.campaignmanager.csv.CsvRecords;
import com.campaignmanager.csv.PhysicalLines;
import com.campaignmanager.customer.Values;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import com.campaignmanager.wire.WireName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a caller wants a file to be read.
 *
 * @param columns {@code phone:Mobile 2,first_name:Name}: which columns are read as what, a record of CSV; empty: the table of
 *     names decides
 * @param keepEmpty whether an empty cell leaves a value as it is, rather than clearing it
 */
public record ImportOptions(String columns, boolean keepEmpty) {
    /** The table of names decides, and empty cells clear values. */
    public static final ImportOptions NONE = new ImportOptions("", false);

    private static final List<ColumnKind> CHOOSABLE = Arrays.stream(ColumnKind.values())
            .filter(kind -> kind != ColumnKind.MOBILE && kind != ColumnKind.PARTY && kind != ColumnKind.OWN)
            .toList();

    /** @param name the column's, as in the file's header */
    record Choice(ColumnKind kind, String name) {}

    /** @throws ProblemException {@code invalid_parameter}, if {@code columns} is not what is described above */
    public ImportOptions {
        choices(columns);
    }

    /** In the order of the caller; empty: the table of names decides. */
    List<Choice> choices() {
        return choices(columns);
    }

    private static List<Choice> choices(String columns) {
        if (columns.isEmpty()) {
            return List.of();
        }
        List<Choice> choices =
                fields(columns).stream().map(ImportOptions::choice).toList();
        if (choices.stream().noneMatch(choice -> choice.kind == ColumnKind.PHONE)) {
            throw refused("must say which column is the phone, such as phone:Mobile 2");
        }
        return choices;
    }

    private static Choice choice(String written) {
        String[] parts = written.split(":", 2);
        Optional<ColumnKind> kind =
                WireName.of(ColumnKind.class, Values.asMeant(parts[0])).filter(CHOOSABLE::contains);
        String name = parts.length == 2 ? Values.asMeant(parts[1]) : "";
        if (kind.isEmpty() || name.isEmpty()) {
            throw refused(
                    "must be pairs such as phone:Mobile 2,first_name:Name, where what is before a colon is one of "
                            + CHOOSABLE.stream().map(ColumnKind::wireName).collect(Collectors.joining(", ")));
        }
        return new Choice(kind.get(), name);
    }

    private static List<String> fields(String columns) {
        byte[] bytes = columns.getBytes(StandardCharsets.UTF_8);
        try (PhysicalLines lines = PhysicalLines.of(new ByteArrayInputStream(bytes))) {
            return new CsvRecords(lines, ',')
                    .next()
                    .filter(CsvRecord.Fields.class::isInstance)
                    .map(record -> ((CsvRecord.Fields) record).values())
                    .orElseThrow(() -> refused("has a quote in the wrong place"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException refused(String message) {
        return ProblemException.invalid("invalid_parameter", List.of(new FieldError("columns", message)));
    }
}
