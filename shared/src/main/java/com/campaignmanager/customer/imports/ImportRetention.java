package com.campaignmanager.customer.imports;

import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Forgets what imports keep no longer: an import whose file never came, rejected records, and who was in an import. Some at a
 * time, so that no call takes long; each new import begins with one.
 */
public final class ImportRetention {
    /** How long an import waits for its file. */
    public static final Duration WAITING = Duration.ofDays(1);

    public static final Duration REJECTED = Duration.ofDays(30);
    /** How long an import can be an audience. */
    public static final Duration MEMBERS = Duration.ofDays(90);

    private static final int AT_ONCE = 10_000;

    private final Jdbi jdbi;

    public ImportRetention(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Forgets some, and says whether there may be more. */
    public boolean forget() {
        return jdbi.inTransaction(handle -> forgetWaiting(handle)
                        + forget(handle, "customer_import_rejections", "line", REJECTED)
                        + forget(handle, "customer_import_members", "customer_id", MEMBERS)
                > 0);
    }

    private static int forgetWaiting(Handle handle) {
        // idx_customer_imports_unfinished
        return handle.createUpdate("""
                        DELETE FROM customer_imports WHERE id IN (
                            SELECT id FROM customer_imports
                            WHERE status IN ('waiting', 'running') AND status = 'waiting' AND created_at <= <now> - :kept
                            ORDER BY created_at LIMIT 100 FOR UPDATE SKIP LOCKED)
                        """).bind("kept", WAITING).execute();
    }

    /** Of the oldest import that has any. */
    private static int forget(Handle handle, String table, String key, Duration kept) {
        // idx_customer_imports_created_at, the primary key of the table
        return handle.createQuery("""
                        SELECT id FROM customer_imports AS i
                        WHERE created_at <= <now> - :kept AND EXISTS (SELECT FROM <table> WHERE import_id = i.id)
                        ORDER BY created_at LIMIT 1
                        """)
                .define("table", table)
                .bind("kept", kept)
                .mapTo(UUID.class)
                .findOne()
                .map(id -> handle.createUpdate("""
                                DELETE FROM <table> WHERE import_id = :id AND <key> IN (
                                    SELECT <key> FROM <table> WHERE import_id = :id ORDER BY <key> LIMIT <most>)
                                """)
                        .define("table", table)
                        .define("key", key)
                        .define("most", AT_ONCE)
                        .bind("id", id)
                        .execute())
                .orElse(0);
    }
}
