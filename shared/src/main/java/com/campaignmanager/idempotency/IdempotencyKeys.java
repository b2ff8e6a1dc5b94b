package com.campaignmanager.idempotency;

import com.campaignmanager.database.SqlState;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * The keys by which callers make a request repeatable, and the answers to the requests that had an effect. The methods for
 * a request belong into the transaction of its effect: first {@link #lock}, then {@link #find}, at last {@link #store}.
 */
public final class IdempotencyKeys {
    /** How long an answer is kept. */
    private static final Duration KEPT = Duration.ofHours(24);

    /** How long a request waits for an earlier one with its key. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Rows that one tick removes, so that none takes long. */
    private static final int FORGOTTEN_AT_ONCE = 5_000;

    private final Jdbi jdbi;

    public IdempotencyKeys(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Makes this transaction the only one with this key, as long as it lasts.
     *
     * @throws ProblemException {@code request_in_progress} if another one still has it after 5 s
     */
    public void lock(CallersKey key) {
        jdbi.useHandle(handle -> {
            String before = handle.createQuery("SELECT current_setting('lock_timeout')")
                    .mapTo(String.class)
                    .one();
            setLockTimeout(handle, PATIENCE.toMillis() + "ms");
            try {
                handle.createQuery(
                                "SELECT pg_advisory_xact_lock(hashtextextended(:caller || chr(10) || :key, 0))::text")
                        .bindMethods(key)
                        .mapTo(String.class)
                        .one();
            } catch (UnableToExecuteStatementException e) {
                throw isTakenByAnother(e) ? inProgress() : e;
            }
            setLockTimeout(handle, before);
        });
    }

    private static void setLockTimeout(Handle handle, String timeout) {
        handle.createQuery("SELECT set_config('lock_timeout', :timeout, true)")
                .bind("timeout", timeout)
                .mapTo(String.class)
                .one();
    }

    private static boolean isTakenByAnother(UnableToExecuteStatementException e) {
        return SqlState.allOf(e).anyMatch(SqlState.LOCKED::equals);
    }

    private static ProblemException inProgress() {
        return ProblemException.of(
                Kind.IN_PROGRESS,
                "request_in_progress",
                "a request with this Idempotency-Key is still being answered; try again with the same key");
    }

    /** The answer that was given under this key in the last 24 hours. */
    public Optional<StoredAnswer> find(CallersKey key) {
        // idempotency_keys_pkey
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT request, status, headers, body FROM idempotency_keys
                        WHERE caller = :caller AND key = :key AND created_at > <now> - :kept
                        """)
                .bindMethods(key)
                .bind("kept", KEPT)
                .map((row, context) -> new StoredAnswer(
                        row.getString("request"),
                        row.getInt("status"),
                        row.getString("headers"),
                        row.getString("body")))
                .findOne());
    }

    /**
     * Keeps the answer, for the time after this transaction's commit.
     *
     * @throws ProblemException {@code request_in_progress} if another request was answered under this key since
     *     {@link #find}, which only one that has committed in between can meet
     */
    public void store(CallersKey key, StoredAnswer answer) {
        // idempotency_keys_pkey
        int stored = jdbi.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO idempotency_keys AS k (caller, key, request, status, headers, body, created_at)
                        VALUES (:caller, :key, :request, :status, CAST(:headers AS jsonb), :body, <now>)
                        ON CONFLICT (caller, key) DO UPDATE
                        SET request = excluded.request, status = excluded.status, headers = excluded.headers,
                            body = excluded.body, created_at = excluded.created_at
                        WHERE k.created_at <= <now> - :kept
                        """)
                .bindMethods(key)
                .bindMethods(answer)
                .bind("kept", KEPT)
                .execute());
        if (stored == 0) {
            throw inProgress();
        }
    }

    /**
     * Removes some of the answers that are older than 24 hours. Safe at any time, by any number at once.
     *
     * @return how many
     */
    public int forget() {
        // idx_idempotency_keys_created_at, idempotency_keys_pkey
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        DELETE FROM idempotency_keys WHERE (caller, key) IN (
                            SELECT caller, key FROM idempotency_keys WHERE created_at <= <now> - :kept
                            ORDER BY created_at LIMIT :atOnce FOR UPDATE SKIP LOCKED)
                        """)
                .bind("kept", KEPT)
                .bind("atOnce", FORGOTTEN_AT_ONCE)
                .execute());
    }
}
