package com.campaignmanager.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/** Counts the statements with a certain text. */
public final class CountedStatements implements SqlLogger {
    private final String text;
    private final Runnable afterEach;
    private final AtomicInteger count = new AtomicInteger();

    private CountedStatements(String text, Runnable afterEach) {
        this.text = text;
        this.afterEach = afterEach;
    }

    public static CountedStatements of(Jdbi jdbi, String text) {
        return of(jdbi, text, () -> {});
    }

    /** @param afterEach done when such a statement has ended, before the next begins */
    public static CountedStatements of(Jdbi jdbi, String text, Runnable afterEach) {
        CountedStatements counted = new CountedStatements(text, afterEach);
        jdbi.setSqlLogger(counted);
        return counted;
    }

    @Override
    public void logAfterExecution(StatementContext context) {
        if (context.getRawSql().contains(text)) {
            count.incrementAndGet();
            afterEach.run();
        }
    }

    public int count() {
        return count.get();
    }
}
