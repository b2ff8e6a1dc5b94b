package com.campaignmanager.bench.lab;

import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/** How many claims and how many records workers made, which says how large their batches were. */
public final class StatementCount implements SqlLogger {
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicInteger records = new AtomicInteger();

    @Override
    public void logAfterExecution(StatementContext context) {
        String sql = context.getRawSql();
        if (sql.contains("due AS (")) {
            claims.incrementAndGet();
        } else if (sql.contains("recorded AS (")) {
            records.incrementAndGet();
        }
    }

    public int claims() {
        return claims.get();
    }

    public int records() {
        return records.get();
    }
}
