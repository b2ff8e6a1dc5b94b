package com.campaignmanager.testing;

import com.campaignmanager.database.Database;
import org.jdbi.v3.core.Jdbi;

/** An empty database on one connection alone, as the API has it, which tells how much was read. */
public final class OneSession implements AutoCloseable {
    private final World world = World.with("DATABASE_POOL=1");
    private final Database database = Database.open(world.settings.database());

    public Jdbi jdbi() {
        return database.jdbi();
    }

    /** @param mode of PostgreSQL's plan_cache_mode: one plan for whatever is asked for, or one for each */
    public void plan(String mode) {
        jdbi().useHandle(handle -> handle.execute("SET plan_cache_mode = " + mode));
    }

    /** Pages of a table and of its indexes, so far, as PostgreSQL itself counts them. */
    public long pagesRead(String table) {
        return jdbi().withHandle(handle -> {
            // A session tells what it has counted when it likes, or is asked.
            handle.execute("SELECT pg_stat_force_next_flush()");
            return handle.createQuery("""
                            SELECT heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit
                            FROM pg_statio_user_tables WHERE relname = :table
                            """)
                    .bind("table", table)
                    .mapTo(Long.class)
                    .one();
        });
    }

    @Override
    public void close() {
        database.close();
        world.close();
    }
}
