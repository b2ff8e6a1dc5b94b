package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.CsvWriter;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The rejected records of an import as a CSV file, to be mended and imported again: the file's own columns, before them the
 * line and the reason, which an import passes over.
 */
public final class RejectedRecords {
    /** As much as fits into an answer of a function, whatever characters there are. */
    private static final int MAX_CHARACTERS = 1024 * 1024;

    private static final int FETCHED_AT_ONCE = 500;
    private static final List<String> OWN_COLUMNS = List.of("rejected_line", "rejected_reason");

    private final Jdbi jdbi;

    public RejectedRecords(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param csv with a header
     * @param lastLine after which the next part begins; empty: this is the last one
     */
    public record Part(String csv, Optional<Long> lastLine) {}

    private record Rejected(long line, String reason, List<String> fields) {}

    /**
     * @param after the line after which this part begins; 0: the first part
     * @throws ProblemException {@code import_not_found}, {@code rejected_lines_forgotten}
     */
    public Part read(UUID importId, long after) {
        return jdbi.inTransaction(handle -> {
            StringBuilder csv = new StringBuilder();
            CsvWriter.append(csv, withOwn(OWN_COLUMNS.get(0), OWN_COLUMNS.get(1), header(handle, importId)));
            long last = after;
            try (Stream<Rejected> records = records(handle, importId, after).stream()) {
                for (Iterator<Rejected> rest = records.iterator(); rest.hasNext(); ) {
                    Rejected record = rest.next();
                    CsvWriter.append(csv, withOwn(String.valueOf(record.line), record.reason, record.fields));
                    last = record.line;
                    if (csv.length() > MAX_CHARACTERS && rest.hasNext()) {
                        return new Part(csv.toString(), Optional.of(last));
                    }
                }
            }
            return new Part(csv.toString(), Optional.empty());
        });
    }

    private static List<String> header(Handle handle, UUID importId) {
        // customer_imports_pkey
        return handle.createQuery("""
                        SELECT format, created_at <= <now> - :kept AS forgotten FROM customer_imports WHERE id = :id
                        """)
                .bind("id", importId)
                .bind("kept", ImportRetention.REJECTED)
                .map(RejectedRecords::header)
                .findOne()
                .orElseThrow(() -> CustomerImports.notFound(importId));
    }

    private static List<String> header(ResultSet row, StatementContext context) throws SQLException {
        if (row.getBoolean("forgotten")) {
            throw ProblemException.of(
                    Kind.NOT_FOUND,
                    "rejected_lines_forgotten",
                    "rejected lines are kept for " + ImportRetention.REJECTED.toDays() + " days");
        }
        return Optional.ofNullable(row.getString("format"))
                .map(FileFormat::fromJson)
                .map(FileFormat::header)
                .orElse(List.of());
    }

    private static ResultIterable<Rejected> records(Handle handle, UUID importId, long after) {
        // customer_import_rejections_pkey
        return handle.createQuery("""
                        SELECT line, reason, fields FROM customer_import_rejections
                        WHERE import_id = :import AND line > :after ORDER BY line
                        """)
                .setFetchSize(FETCHED_AT_ONCE)
                .bind("import", importId)
                .bind("after", after)
                .map((row, _) -> new Rejected(
                        row.getLong("line"), row.getString("reason"), ImportColumns.texts(row.getString("fields"))));
    }

    private static List<String> withOwn(String line, String reason, List<String> fields) {
        List<String> all = new ArrayList<>(List.of(line, reason));
        all.addAll(fields);
        return all;
    }
}
