package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.lab.LabDatabase;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The minimum that a drain must write: one UPDATE claims a batch of messages and another records it, each committed, over
 * one connection. There is no lease, no job and no sender, and the ids are known beforehand.
 */
final class BareUpdates {
    private static final String CLAIM = """
            UPDATE outbound_messages SET claimed_by = 1 WHERE id = ANY (?)
            RETURNING id, campaign_id, customer_id, rendered_content, idempotency_key, retry_count""";
    private static final String RECORD = """
            UPDATE outbound_messages
            SET status = 'sent', provider_id = 'bare', claimed_by = NULL, updated_at = now() WHERE id = ANY (?)""";

    private final LabDatabase database;
    private final int claimSize;
    private final int recordSize;
    private final List<Long> ids;

    BareUpdates(LabDatabase database, int claimSize, int recordSize) {
        this.database = database;
        this.claimSize = claimSize;
        this.recordSize = recordSize;
        this.ids = database.numbers("SELECT id FROM outbound_messages ORDER BY id");
    }

    void run() throws SQLException {
        database.jdbi().useHandle(handle -> run(handle.getConnection()));
    }

    private void run(Connection connection) throws SQLException {
        Deque<Long> claimed = new ArrayDeque<>();
        try (PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement record = connection.prepareStatement(RECORD)) {
            for (int from = 0; from < ids.size(); from += claimSize) {
                List<Long> batch = ids.subList(from, Math.min(from + claimSize, ids.size()));
                claim.setArray(1, array(connection, batch));
                claim.executeQuery().close();
                claimed.addAll(batch);
                while (claimed.size() >= recordSize || (!claimed.isEmpty() && from + claimSize >= ids.size())) {
                    List<Long> some = claimed.stream().limit(recordSize).toList();
                    some.forEach(claimed::remove);
                    record.setArray(1, array(connection, some));
                    record.executeUpdate();
                }
            }
        }
    }

    private static Array array(Connection connection, List<Long> ids) throws SQLException {
        return connection.createArrayOf("bigint", ids.toArray());
    }
}
