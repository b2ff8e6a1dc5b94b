package com.campaignmanager.message;

import com.campaignmanager.message.MessageOutcome.Failed;
import com.campaignmanager.message.MessageOutcome.Held;
import com.campaignmanager.message.MessageOutcome.Retry;
import com.campaignmanager.message.MessageOutcome.Sent;
import com.campaignmanager.message.MessageOutcome.Throttled;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ProviderError;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Records how sends ended, in one statement that also renews the run's lease and records which sends may begin next.
 * When a provider refused our account, asked for fewer messages or answered a probe, the channel's row changes in the same
 * transaction.
 */
public final class RecordOutcomes {
    /** A reclaimed run has no accepted attempts to record. */
    private static final Function<Channel, String> NONE_ACCEPTED = _ -> "";

    private final Jdbi jdbi;
    private final ChannelSignals channels;
    private final Function<Channel, String> providers;

    /** @param providers the provider's name by channel, kept with each message that it accepts */
    public RecordOutcomes(Jdbi jdbi, ChannelSignals channels, Function<Channel, String> providers) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.providers = providers;
    }

    /** A message whose attempt has ended, and its outcome. */
    public record Finished(Claimed message, MessageOutcome outcome) {
        public long id() {
            return message.id();
        }
    }

    // outbound_messages_pkey; campaigns_pkey, channels_pkey, suppressions_pkey. Only messages that the run still holds
    // change, so recording twice does no harm. Campaign, channel, opt-outs and age are looked up only for outcomes that
    // would leave their message pending. Triggers update the counters.
    private static final String SETTLE = """
            UPDATE outbound_messages AS m
            SET status = CASE WHEN now_failed.kind IS NULL THEN o.status ELSE 'failed' END,
                retry_count = m.retry_count + o.attempts,
                failure_kind = CASE WHEN o.status = 'sent' THEN NULL
                                    WHEN (o.status = 'failed' OR now_failed.kind IS NOT NULL) AND (m.in_doubt OR o.doubt)
                                        THEN 'uncertain'
                                    ELSE coalesce(now_failed.kind, o.kind) END,
                last_error = nullif(concat_ws(': ', now_failed.reason, o.error), ''),
                error_class = o.class,
                error_code = o.code,
                in_doubt = m.in_doubt OR o.doubt,
                throttled = CASE WHEN o.class = 'throttle' THEN m.throttled + 1 ELSE 0 END,
                throttled_since = CASE WHEN o.class = 'throttle'
                    THEN coalesce(m.throttled_since, <now> - now_failed.still) END,
                provider = coalesce(o.provider, m.provider),
                provider_id = o.provider_id,
                next_attempt_at = CASE WHEN o.delay IS NULL THEN m.next_attempt_at
                                       ELSE <now> + o.delay * interval '1 millisecond' END,
                claimed_by = NULL,
                updated_at = <now>
            FROM unnest(:ids, :campaigns, :phones, :statuses, :attempts, :kinds, :errors, :classes, :codes, :doubts, :providers,
                        :providerIds, :delays)
                AS o (id, campaign_id, phone, status, attempts, kind, error, class, code, doubt, provider, provider_id, delay)
            LEFT JOIN LATERAL (
                SELECT f.kind, f.still,
                       CASE f.kind WHEN 'cancelled' THEN 'the campaign was cancelled'
                                   WHEN 'expired' THEN 'not sent before the campaign''s send_before'
                                   WHEN 'suppressed' THEN 'the recipient has opted out'
                                   WHEN 'transient' THEN 'throttled for 24 hours'
                                   WHEN 'permanent' THEN 'refused again, although others were accepted' END AS reason
                FROM (
                    SELECT stood.still,
                           CASE WHEN c.status = 'cancelled' THEN 'cancelled'
                                WHEN c.send_before <= <now> THEN 'expired'
                                WHEN EXISTS (SELECT FROM suppressions AS s
                                             WHERE s.phone = o.phone AND s.channel IN (c.channel, 'all')) THEN 'suppressed'
                                WHEN o.class = 'throttle'
                                    AND <now> - stood.still > was.throttled_since + interval '24 hours' THEN 'transient'
                                WHEN o.class = 'account' AND was.error_class = 'account' AND ch.opened_at > was.updated_at
                                    THEN 'permanent' END AS kind
                    FROM outbound_messages AS was, campaigns AS c, channels AS ch, LATERAL (
                        SELECT c.paused_for + CASE WHEN c.status = 'paused' THEN <now> - c.paused_at ELSE interval '0' END
                               + ch.still_for + CASE WHEN ch.still_since IS NULL THEN interval '0'
                                   ELSE least(<now>, coalesce(ch.still_until, <now>)) - ch.still_since END AS still
                    ) AS stood
                    WHERE o.status = 'pending' AND was.id = o.id AND c.id = o.campaign_id AND ch.channel = c.channel
                ) AS f
            ) AS now_failed ON o.status = 'pending'
            WHERE m.id = o.id AND m.claimed_by = :run
            """;

    /**
     * Records the outcomes, renews the lease, and records which messages may begin.
     *
     * @param recalls the number of recalls that the run has dealt with
     * @param begun every message whose send may have begun once this has returned and that is not among the finished
     */
    public Recorded record(long runId, long recalls, Duration lease, List<Finished> finished, Collection<Long> begun) {
        channels.note(finished);
        ChannelSignals.Signals signals = ChannelSignals.Signals.of(finished);
        if (signals.isEmpty()) {
            return jdbi.withHandle(handle -> record(handle, runId, recalls, lease, finished, begun));
        }
        return jdbi.inTransaction(handle -> {
            Recorded recorded = record(handle, runId, recalls, lease, finished, begun);
            if (!recorded.alive()) {
                return recorded;
            }
            channels.apply(handle, signals, recorded);
            return recorded.with(ChannelSignals.closed(handle));
        });
    }

    private Recorded record(
            Handle handle, long runId, long recalls, Duration lease, List<Finished> finished, Collection<Long> begun) {
        return bind(handle.createQuery("""
                                WITH run AS (
                                    UPDATE worker_runs
                                    SET lease_until = <now> + :lease, begun = :begun,
                                        recalled = CASE WHEN recalls = :recalls THEN '{}' ELSE recalled END
                                    WHERE run_id = :run
                                    RETURNING recalls, recalled
                                ), recorded AS (
                                """ + SETTLE + """
                                    AND EXISTS (SELECT FROM run)
                                    RETURNING m.id, m.status, m.failure_kind
                                )
                                SELECT (SELECT recalls FROM run) AS recalls, (SELECT recalled FROM run) AS recalled,
                                       array(SELECT channel FROM channels WHERE closed_until IS NOT NULL) AS closed,
                                       array(SELECT id FROM recorded) AS ids,
                                       array(SELECT id FROM recorded WHERE status = 'failed') AS failed,
                                       array(SELECT failure_kind FROM recorded WHERE status = 'failed') AS kinds
                                """), runId, finished, providers)
                .bind("recalls", recalls)
                .bind("lease", lease)
                .bindArray("begun", Long.class, begun.toArray())
                .map((row, _) -> Recorded.read(row))
                .one();
    }

    /**
     * Records the outcomes of a run that is being reclaimed.
     *
     * @return the messages that have failed, with the kind of failure
     */
    public static Map<Long, FailureKind> settle(Handle handle, long runId, List<Finished> finished) {
        return Recorded.failures(
                bind(handle.createQuery("WITH recorded AS (" + SETTLE + """
                                    RETURNING m.id, m.status, m.failure_kind
                                )
                                SELECT array(SELECT id FROM recorded WHERE status = 'failed') AS failed,
                                       array(SELECT failure_kind FROM recorded WHERE status = 'failed') AS kinds
                                """), runId, finished, NONE_ACCEPTED));
    }

    private static Query bind(
            Query statement, long runId, List<Finished> finished, Function<Channel, String> providers) {
        return statement
                .bind("run", runId)
                .bindArray("ids", Long.class, column(finished, Finished::id))
                .bindArray(
                        "campaigns",
                        Long.class,
                        column(finished, f -> f.message().campaignId()))
                .bindArray(
                        "phones",
                        String.class,
                        column(finished, f -> f.message().message().phone()))
                .bindArray(
                        "statuses",
                        String.class,
                        column(finished, f -> f.outcome().status().wireName()))
                .bindArray(
                        "attempts",
                        Integer.class,
                        column(finished, f -> f.outcome().spendsAttempt() ? 1 : 0))
                .bindArray("kinds", String.class, optional(finished, RecordOutcomes::kind))
                .bindArray("errors", String.class, optional(finished, RecordOutcomes::reason))
                .bindArray(
                        "classes",
                        String.class,
                        error(finished, e -> Optional.of(e.errorClass().wireName())))
                .bindArray("codes", String.class, error(finished, ProviderError::code))
                .bindArray("doubts", Boolean.class, column(finished, f -> isDoubt(f.outcome())))
                .bindArray(
                        "providers",
                        String.class,
                        column(
                                finished,
                                f -> f.outcome() instanceof Sent
                                        ? providers.apply(f.message().message().channel())
                                        : null))
                .bindArray("providerIds", String.class, optional(finished, RecordOutcomes::providerId))
                .bindArray("delays", Long.class, optional(finished, RecordOutcomes::delay));
    }

    private static Optional<String> kind(MessageOutcome outcome) {
        return switch (outcome) {
            case Sent _ -> Optional.empty();
            case Retry retry -> Optional.of(retry.kind().wireName());
            case Throttled _, Held _ -> Optional.of(FailureKind.TRANSIENT.wireName());
            case Failed failed -> Optional.of(failed.kind().wireName());
        };
    }

    private static Optional<String> reason(MessageOutcome outcome) {
        return outcome instanceof Failed failed
                ? Optional.of(failed.reason())
                : outcome.providerError().map(ProviderError::reason);
    }

    private static boolean isDoubt(MessageOutcome outcome) {
        return outcome.providerError()
                .filter(error -> error.errorClass() == ErrorClass.AMBIGUOUS)
                .isPresent();
    }

    private static Optional<String> providerId(MessageOutcome outcome) {
        return outcome instanceof Sent sent ? sent.providerId() : Optional.empty();
    }

    private static Optional<Long> delay(MessageOutcome outcome) {
        return switch (outcome) {
            case Retry retry -> Optional.of(retry.delay().toMillis());
            case Throttled throttled -> Optional.of(throttled.delay().toMillis());
            case Sent _, Held _, Failed _ -> Optional.empty();
        };
    }

    private static @Nullable Object[] column(List<Finished> finished, Function<Finished, @Nullable Object> value) {
        return finished.stream().map(value).toArray();
    }

    private static <T> @Nullable Object[] optional(
            List<Finished> finished, Function<MessageOutcome, Optional<T>> value) {
        return column(finished, f -> value.apply(f.outcome()).orElse(null));
    }

    private static @Nullable Object[] error(List<Finished> finished, Function<ProviderError, Optional<String>> value) {
        return optional(finished, outcome -> outcome.providerError().flatMap(value));
    }
}
