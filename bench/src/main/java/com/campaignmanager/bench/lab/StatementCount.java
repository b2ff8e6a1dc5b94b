package com.campaignmanager.bench.lab;

import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/** Counts the claims and records of workers, which gives the size of their batches. */
public final class StatementCount implements SqlLogger {
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicInteger records = new AtomicInteger();

    @Override
    public void logAfterExecution(StatementContext context) {
        String sql = context.getRawSql();
        if (sql.contains("claimed AS (")) {
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
