package com.campaignmanager.message;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The statement that records how sends ended. It also renews the run's lease and writes down which sends may begin next,
 * so that neither costs a statement of its own.
 */
public final class RecordOutcomes {
    private final Jdbi jdbi;

    public RecordOutcomes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A message whose attempt has ended, and how. */
    public record Finished(long messageId, MessageOutcome outcome) {}

    /**
     * What was recorded.
     *
     * @param alive whether the run still has its lease; if not, nothing was recorded and nothing more may begin
     * @param ids the messages recorded; the others were deleted, or recorded before
     */
    public record Recorded(boolean alive, Set<Long> ids) {}

    // outbound_messages_pkey; the counters follow in campaign order by trigger. Only what the run still holds changes,
    // so
    // doing it twice changes nothing more.
    private static final String SETTLE = """
            UPDATE outbound_messages AS m
            SET status = o.status,
                retry_count = m.retry_count + CASE WHEN o.status = 'sent' THEN 0 ELSE 1 END,
                failure_kind = o.kind,
                last_error = o.error,
                provider_id = o.provider_id,
                next_attempt_at = CASE WHEN o.delay IS NULL THEN m.next_attempt_at
                                       ELSE <now> + o.delay * interval '1 millisecond' END,
                claimed_by = NULL,
                updated_at = <now>
            FROM unnest(:ids, :statuses, :kinds, :errors, :providerIds, :delays)
                AS o (id, status, kind, error, provider_id, delay)
            WHERE m.id = o.id AND m.claimed_by = :run
            """;

    /**
     * Records the outcomes, renews the lease, and writes down what may begin.
     *
     * @param begun every message whose send may have begun once this has returned and that is not among the finished
     */
    public Recorded record(long runId, Duration lease, List<Finished> finished, Collection<Long> begun) {
        return jdbi.withHandle(handle -> bind(handle.createQuery("""
                                WITH run AS (
                                    UPDATE worker_runs SET lease_until = <now> + :lease, begun = :begun
                                    WHERE run_id = :run
                                    RETURNING run_id
                                ), recorded AS (
                                """ + SETTLE + """
                                    AND EXISTS (SELECT FROM run)
                                    RETURNING m.id
                                )
                                SELECT EXISTS (SELECT FROM run) AS alive, array(SELECT id FROM recorded) AS ids
                                """), runId, finished)
                .bind("lease", lease)
                .bindArray("begun", Long.class, begun.toArray())
                .map((row, context) -> new Recorded(
                        row.getBoolean("alive"),
                        Arrays.stream((Long[]) row.getArray("ids").getArray()).collect(Collectors.toSet())))
                .one());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, long runId, List<Finished> finished) {
        return statement
                .bind("run", runId)
                .bindArray("ids", Long.class, column(finished, Finished::messageId))
                .bindArray(
                        "statuses",
                        String.class,
                        column(finished, f -> f.outcome().status().wireName()))
                .bindArray(
                        "kinds",
                        String.class,
                        column(finished, f -> kind(f.outcome()).orElse(null)))
                .bindArray(
                        "errors",
                        String.class,
                        column(finished, f -> error(f.outcome()).orElse(null)))
                .bindArray(
                        "providerIds",
                        String.class,
                        column(finished, f -> providerId(f.outcome()).orElse(null)))
                .bindArray(
                        "delays",
                        Long.class,
                        column(finished, f -> delay(f.outcome()).orElse(null)));
    }

    /** Records the outcomes of a run that is being reclaimed. */
    public static void settle(Handle handle, long runId, List<Finished> finished) {
        bind(handle.createUpdate(SETTLE), runId, finished).execute();
    }

    private static Object[] column(List<Finished> finished, Function<Finished, Object> value) {
        return finished.stream().map(value).toArray();
    }

    private static Optional<String> kind(MessageOutcome outcome) {
        return switch (outcome) {
            case MessageOutcome.Sent sent -> Optional.empty();
            case MessageOutcome.Retry retry -> Optional.of(retry.kind().wireName());
            case MessageOutcome.Failed failed -> Optional.of(failed.kind().wireName());
        };
    }

    private static Optional<String> error(MessageOutcome outcome) {
        return switch (outcome) {
            case MessageOutcome.Sent sent -> Optional.empty();
            case MessageOutcome.Retry retry -> Optional.of(retry.error());
            case MessageOutcome.Failed failed -> Optional.of(failed.error());
        };
    }

    private static Optional<String> providerId(MessageOutcome outcome) {
        return outcome instanceof MessageOutcome.Sent sent ? sent.providerId() : Optional.empty();
    }

    private static Optional<Long> delay(MessageOutcome outcome) {
        return outcome instanceof MessageOutcome.Retry retry
                ? Optional.of(retry.delay().toMillis())
                : Optional.empty();
    }
}
