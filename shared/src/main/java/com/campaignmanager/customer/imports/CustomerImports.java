package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.PhysicalLines.Position;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Imports of large files, and who reads them. All by primary key but for {@link #unfinished}. */
public final class CustomerImports {
    /** How long a reader may be silent: much longer than a chunk takes, and less than Lambda's minute before it tries again. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final Jdbi jdbi;

    public CustomerImports(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** As {@link #create(ImportOptions)}, of a file that is read as it is. */
    public CustomerImport create() {
        return create(ImportOptions.NONE);
    }

    /** A new import, waiting for its file. It is forgotten when none has come after {@link ImportRetention#WAITING}. */
    public CustomerImport create(ImportOptions options) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO customer_imports (columns, keep_empty, created_at, updated_at)
                        VALUES (:columns, :keepEmpty, <now>, <now>) RETURNING *
                        """)
                .bindMethods(options)
                .map(CustomerImports::row)
                .one());
    }

    /** A new import of a file that is read whole, in the transaction that writes its customers. */
    CustomerImport insertDone(
            Handle handle, UUID id, ImportOptions options, CustomerSource source, ImportChunk whole, long created) {
        return handle.createQuery("""
                        INSERT INTO customer_imports
                            (id, status, columns, keep_empty, format, ignored_columns, notes, created, updated, suppressed,
                             not_mobile, rejected_count, rejected, records_read, created_at, updated_at)
                        VALUES (:id, 'done', :columns, :keepEmpty, CAST(:format AS jsonb), CAST(:ignored AS jsonb),
                                CAST(:notes AS jsonb), :created, :updated, :suppressed, :notMobile, :rejectedCount,
                                CAST(:rejected AS jsonb), :records, <now>, <now>)
                        RETURNING *
                        """)
                .bind("id", id)
                .bindMethods(options)
                .bind("format", source.format().toJson())
                .bind("ignored", ImportColumns.texts(source.ignoredColumns()))
                .bind("notes", ImportColumns.notes(whole.notes()))
                .bind("created", created)
                .bind("updated", whole.batch().added() - created)
                .bind("suppressed", whole.saidNo().size())
                .bind("notMobile", whole.notMobile())
                .bind("rejectedCount", whole.rejected().size())
                .bind("rejected", ImportColumns.rejected(kept(whole, RejectedLine.KEPT)))
                .bind("records", whole.records())
                .map(CustomerImports::row)
                .one();
    }

    private static List<RejectedLine> kept(ImportChunk chunk, int most) {
        return chunk.rejected().stream()
                .limit(most)
                .map(ImportedLine.Bad::rejection)
                .toList();
    }

    /** @throws ProblemException {@code import_not_found} */
    public CustomerImport get(UUID id) {
        // customer_imports_pkey
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM customer_imports
                        WHERE id = :id AND (status <> 'waiting' OR created_at > <now> - :waiting)
                        """)
                .bind("id", id)
                .bind("waiting", ImportRetention.WAITING)
                .map(CustomerImports::row)
                .findOne()
                .orElseThrow(() -> notFound(id)));
    }

    static ProblemException notFound(UUID id) {
        return ProblemException.of(Kind.NOT_FOUND, "import_not_found", "there is no import " + id);
    }

    /** Imports that nobody reads just now and that aren't finished, the oldest first; some have no file yet. */
    public List<UUID> unfinished() {
        // Relies on idx_customer_imports_unfinished.
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT id FROM customer_imports
                        WHERE status IN ('waiting', 'running') AND coalesce(<now> > lease_until, true)
                        ORDER BY created_at
                        """).mapTo(UUID.class).list());
    }

    /** When its reader was last heard of; empty if it is unknown or finished. */
    Optional<Instant> lastChange(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT updated_at FROM customer_imports WHERE id = :id AND status IN ('waiting', 'running')
                        """)
                .bind("id", id)
                .map((row, context) ->
                        row.getObject("updated_at", OffsetDateTime.class).toInstant())
                .findOne());
    }

    /** Takes an import to read it; empty if it is unknown, finished or being read. */
    Optional<ImportLease> take(UUID id) {
        // One without a format that has read records was begun by an older release, and is begun anew.
        return jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE customer_imports
                        SET status = 'running', reader = gen_random_uuid(), lease_until = <now> + :lease, updated_at = <now>,
                            created = CASE WHEN format IS NULL THEN 0 ELSE created END,
                            updated = CASE WHEN format IS NULL THEN 0 ELSE updated END,
                            rejected_count = CASE WHEN format IS NULL THEN 0 ELSE rejected_count END,
                            rejected = CASE WHEN format IS NULL THEN '[]' ELSE rejected END,
                            records_read = CASE WHEN format IS NULL THEN 0 ELSE records_read END
                        WHERE id = :id AND status IN ('waiting', 'running') AND coalesce(<now> > lease_until, true)
                        RETURNING *, jsonb_array_length(rejected) AS rejected_kept
                        """)
                .bind("id", id)
                .bind("lease", LEASE)
                .map(CustomerImports::lease)
                .findOne());
    }

    private static ImportLease lease(ResultSet row, StatementContext context) throws SQLException {
        return new ImportLease(
                row.getObject("id", UUID.class),
                row.getObject("reader", UUID.class),
                new ImportOptions(row.getString("columns"), row.getBoolean("keep_empty")),
                Optional.ofNullable(row.getString("file_version")),
                Optional.ofNullable(row.getString("format")).map(FileFormat::fromJson),
                new Position(row.getLong("read_bytes"), row.getLong("next_line")),
                ImportColumns.notes(row.getString("notes")),
                row.getLong("records_read"),
                row.getInt("rejected_kept"));
    }

    /** Gives an unfinished import back, so that the next reader need not wait for the lease to run out. */
    void release(ImportLease lease) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE customer_imports SET lease_until = NULL, reader = NULL, updated_at = <now>,
                            status = CASE WHEN status = 'running' AND records_read = 0 THEN 'waiting' ELSE status END
                        WHERE id = :id AND reader = :reader
                        """)
                .bind("id", lease.id())
                .bind("reader", lease.reader())
                .execute());
    }

    /** Ends every reader's right, for a start on a database that nobody else uses. */
    public void releaseAll() {
        // Relies on idx_customer_imports_unfinished.
        jdbi.useHandle(handle -> handle.execute("""
                UPDATE customer_imports SET lease_until = NULL, reader = NULL
                WHERE status IN ('waiting', 'running') AND reader IS NOT NULL
                """));
    }

    /**
     * Writes down that a chunk is done, in the transaction that writes its customers.
     *
     * @param created how many of its customers are new
     * @param file what was found out about the file
     * @param mayKeep how many more rejected lines may be kept with the import
     * @return whether the import is still this reader's; if not, the transaction must be rolled back
     */
    boolean advance(Handle handle, ImportLease lease, OpenedFile file, ImportChunk chunk, long created, int mayKeep) {
        return handle.createUpdate("""
                                UPDATE customer_imports
                                SET created = created + :created, updated = updated + :updated,
                                    suppressed = suppressed + :suppressed, not_mobile = not_mobile + :notMobile,
                                    rejected_count = rejected_count + :rejectedCount,
                                    rejected = rejected || CAST(:rejected AS jsonb), notes = CAST(:notes AS jsonb),
                                    file_version = :version, format = CAST(:format AS jsonb),
                                    ignored_columns = CAST(:ignored AS jsonb),
                                    records_read = records_read + :records, read_bytes = :bytes, next_line = :line,
                                    status = :status, lease_until = <now> + :lease, updated_at = <now>
                                WHERE id = :id AND reader = :reader
                                """)
                        .bind("id", lease.id())
                        .bind("reader", lease.reader())
                        .bind("created", created)
                        .bind("updated", chunk.batch().added() - created)
                        .bind("suppressed", chunk.saidNo().size())
                        .bind("notMobile", chunk.notMobile())
                        .bind("rejectedCount", chunk.rejected().size())
                        .bind("rejected", ImportColumns.rejected(kept(chunk, mayKeep)))
                        .bind("notes", ImportColumns.notes(chunk.notes()))
                        .bind("version", file.upload().version())
                        .bind("format", file.source().format().toJson())
                        .bind("ignored", ImportColumns.texts(file.source().ignoredColumns()))
                        .bind("records", chunk.records())
                        .bind("bytes", chunk.end().offset())
                        .bind("line", chunk.end().line())
                        .bind("status", chunk.status().wireName())
                        .bind("lease", LEASE)
                        .execute()
                == 1;
    }

    /** Gives an import up. What was committed before stays. */
    void fail(ImportLease lease, String reason) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE customer_imports SET status = 'failed', reason = :reason, updated_at = <now>
                        WHERE id = :id AND reader = :reader
                        """)
                .bind("id", lease.id())
                .bind("reader", lease.reader())
                .bind("reason", reason)
                .execute());
    }

    private static CustomerImport row(ResultSet row, StatementContext context) throws SQLException {
        return new CustomerImport(
                row.getObject("id", UUID.class),
                ImportStatus.of(row.getString("status")),
                new ImportReport(
                        row.getLong("created"),
                        row.getLong("updated"),
                        row.getLong("suppressed"),
                        row.getLong("not_mobile"),
                        ImportColumns.texts(row.getString("ignored_columns")),
                        ImportColumns.notes(row.getString("notes")),
                        row.getLong("rejected_count"),
                        ImportColumns.rejected(row.getString("rejected"))),
                Optional.ofNullable(row.getString("reason")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
