package com.campaignmanager.testing;

import org.jdbi.v3.core.Jdbi;

/** How many rows of a table have been read, by whatever way, as PostgreSQL counts them itself. */
public final class RowsRead {
    private final Jdbi jdbi;
    private final String table;
    private final long before;

    private RowsRead(Jdbi jdbi, String table) {
        this.jdbi = jdbi;
        this.table = table;
        this.before = all();
    }

    /** @param jdbi on one connection alone: each counts for itself, and tells when it is asked */
    public static RowsRead of(Jdbi jdbi, String table) {
        return new RowsRead(jdbi, table);
    }

    public long since() {
        return all() - before;
    }

    private long all() {
        return jdbi.withHandle(handle -> {
            handle.execute("SELECT pg_stat_force_next_flush()");
            return handle.createQuery(
                            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = :table")
                    .bind("table", table)
                    .mapTo(Long.class)
                    .one();
        });
    }
}
