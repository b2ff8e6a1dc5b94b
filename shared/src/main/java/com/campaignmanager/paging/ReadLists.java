package com.campaignmanager.paging;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Runs the statements that read a list and its total in one snapshot, so that they agree. */
public final class ReadLists {
    private final Jdbi jdbi;

    public ReadLists(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public <T> T read(HandleCallback<T, RuntimeException> list) {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, (Handle handle) -> {
            handle.setReadOnly(true);
            return list.withHandle(handle);
        });
    }
}
