package com.campaignmanager.customer.imports;

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

    /** A new import, waiting for its file. */
    public CustomerImport create() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "INSERT INTO customer_imports (created_at, updated_at) VALUES (<now>, <now>) RETURNING *")
                .map(CustomerImports::row)
                .one());
    }

    /** @throws ProblemException {@code import_not_found} */
    public CustomerImport get(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM customer_imports WHERE id = :id")
                .bind("id", id)
                .map(CustomerImports::row)
                .findOne()
                .orElseThrow(
                        () -> ProblemException.of(Kind.NOT_FOUND, "import_not_found", "there is no import " + id)));
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
        return jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE customer_imports
                        SET status = 'running', reader = gen_random_uuid(), lease_until = <now> + :lease, updated_at = <now>
                        WHERE id = :id AND status IN ('waiting', 'running') AND coalesce(<now> > lease_until, true)
                        RETURNING id, reader, records_read, jsonb_array_length(rejected) AS rejected_kept
                        """)
                .bind("id", id)
                .bind("lease", LEASE)
                .map((row, context) -> new ImportLease(
                        row.getObject("id", UUID.class),
                        row.getObject("reader", UUID.class),
                        row.getLong("records_read"),
                        row.getInt("rejected_kept")))
                .findOne());
    }

    /**
     * Says that its reader is alive, where no chunk says it.
     *
     * @return whether the import is still this reader's
     */
    boolean renew(ImportLease lease) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                UPDATE customer_imports SET lease_until = <now> + :lease, updated_at = <now>
                                WHERE id = :id AND reader = :reader
                                """)
                        .bind("id", lease.id())
                        .bind("reader", lease.reader())
                        .bind("lease", LEASE)
                        .execute()
                == 1);
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
     * @return whether the import is still this reader's; if not, the transaction must be rolled back
     */
    boolean advance(Handle handle, ImportLease lease, ImportChunk chunk, long created) {
        return handle.createUpdate("""
                                UPDATE customer_imports
                                SET created = created + :created, updated = updated + :updated,
                                    rejected_count = rejected_count + :rejectedCount,
                                    rejected = rejected || CAST(:rejected AS jsonb), records_read = records_read + :records,
                                    status = :status, reason = :reason, lease_until = <now> + :lease, updated_at = <now>
                                WHERE id = :id AND reader = :reader
                                """)
                        .bind("id", lease.id())
                        .bind("reader", lease.reader())
                        .bind("created", created)
                        .bind("updated", chunk.batch().added() - created)
                        .bind("rejectedCount", chunk.rejectedCount())
                        .bind("rejected", RejectedLines.toJson(chunk.rejected()))
                        .bind("records", chunk.records())
                        .bind("status", chunk.status().wireName())
                        .bind("reason", chunk.reason())
                        .bind("lease", LEASE)
                        .execute()
                == 1;
    }

    private static CustomerImport row(ResultSet row, StatementContext context) throws SQLException {
        return new CustomerImport(
                row.getObject("id", UUID.class),
                ImportStatus.of(row.getString("status")),
                new ImportReport(
                        row.getLong("created"),
                        row.getLong("updated"),
                        row.getLong("rejected_count"),
                        RejectedLines.fromJson(row.getString("rejected"))),
                Optional.ofNullable(row.getString("reason")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
