package com.campaignmanager.message;

import com.campaignmanager.message.MessageOutcome.Held;
import com.campaignmanager.message.MessageOutcome.Sent;
import com.campaignmanager.message.MessageOutcome.Throttled;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorEffect;
import com.campaignmanager.settings.Settings.LimitSettings;
import com.campaignmanager.settings.Settings.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Applies outcomes that concern the channel rather than the message (contract 11.4 and 11.5): the channel is held while the
 * provider refuses our account, slows down when asked to, and opens again when a probe is accepted.
 */
public final class ChannelSignals {
    private static final Duration MAX_CLOSED_BY_THROTTLE = Duration.ofMinutes(5);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LimitSettings limits;
    private final Clock clock;
    private final Deque<Accepted> accepted = new ArrayDeque<>();

    public ChannelSignals(LimitSettings limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** The number of messages that were accepted in one record. */
    private record Accepted(Instant at, Channel channel, long messages) {}

    /** Notes how many messages were accepted, to know the rate at which an unlimited channel was used. */
    synchronized void note(List<Finished> finished) {
        Instant now = clock.instant();
        for (Channel channel : Channel.values()) {
            long messages = finished.stream()
                    .filter(one -> one.outcome() instanceof Sent
                            && one.message().message().channel() == channel)
                    .count();
            if (messages > 0) {
                accepted.add(new Accepted(now, channel, messages));
            }
        }
        while (!accepted.isEmpty() && accepted.peek().at.isBefore(now.minus(SECOND))) {
            accepted.poll();
        }
    }

    private synchronized long acceptedInLastSecond(Channel channel) {
        return accepted.stream()
                .filter(some -> some.channel == channel)
                .mapToLong(Accepted::messages)
                .sum();
    }

    /** The outcomes of one record that concern a channel; they are rare. */
    record Signals(List<Finished> finished) {
        static Signals of(List<Finished> finished) {
            return new Signals(
                    finished.stream().filter(Signals::concernsItsChannel).toList());
        }

        private static boolean concernsItsChannel(Finished finished) {
            return finished.message().probe()
                    || finished.outcome() instanceof Held
                    || finished.outcome() instanceof Throttled
                    || optsOut(finished);
        }

        private static boolean optsOut(Finished finished) {
            return finished.outcome()
                    .providerError()
                    .filter(error -> error.effect() == ErrorEffect.SUPPRESS)
                    .isPresent();
        }

        boolean isEmpty() {
            return finished.isEmpty();
        }

        Stream<Finished> of(Channel channel) {
            return finished.stream().filter(one -> one.message().message().channel() == channel);
        }
    }

    /** Applies them channel by channel, always in the same order, so that two runs at once don't deadlock. */
    void apply(Handle handle, Signals signals, Recorded recorded) {
        for (Channel channel : Channel.values()) {
            List<Finished> ofChannel = signals.of(channel)
                    .filter(one -> recorded.ids().contains(one.id()))
                    .toList();
            if (!ofChannel.isEmpty()) {
                apply(handle, channel, ofChannel, recorded);
            }
        }
    }

    private void apply(Handle handle, Channel channel, List<Finished> finished, Recorded recorded) {
        suppress(handle, channel, finished);
        Optional<Finished> probe =
                finished.stream().filter(one -> one.message().probe()).findFirst();
        probe.filter(one -> !isRefusal(one, recorded)).ifPresent(one -> settleProbe(handle, channel, one));
        finished.stream()
                .filter(one ->
                        one.outcome() instanceof Held && !recorded.failed().containsKey(one.id()))
                .findFirst()
                .ifPresent(one -> hold(handle, channel, one));
        if (finished.stream().anyMatch(one -> one.outcome() instanceof Throttled)) {
            slowDown(handle, channel, finished);
        }
    }

    private static boolean isRefusal(Finished finished, Recorded recorded) {
        return finished.outcome() instanceof Throttled
                || finished.outcome() instanceof Held && !recorded.failed().containsKey(finished.id());
    }

    /** Opens the channel if the probe was accepted, or refused for its own sake: then the provider accepts the account again. */
    private static void settleProbe(Handle handle, Channel channel, Finished probe) {
        boolean taken = probe.outcome() instanceof Sent
                || probe.outcome()
                        .providerError()
                        .filter(error -> switch (error.errorClass()) {
                            case RECIPIENT, CONTENT -> true;
                            case ACCOUNT, THROTTLE, TRANSIENT, AMBIGUOUS -> false;
                        })
                        .isPresent();
        if (taken) {
            ChannelGate.open(handle, channel, probe.outcome() instanceof Sent);
        } else {
            // It has found out nothing, so another one may try at once. The same holds for the message that raised the
            // hold and fails again alone.
            ChannelGate.probeAgain(handle, channel, probe.id());
        }
    }

    private static void hold(Handle handle, Channel channel, Finished first) {
        // channels_pkey; the first refusal since the last success starts the hold, and each failed probe doubles the
        // time until the next one, from 1 minute up to 30
        handle.createUpdate("""
                        UPDATE channels
                        SET held_since = coalesce(held_since, <now>),
                            held_code = :code, held_reason = :reason,
                            held_by = CASE WHEN held_since IS NULL OR :probe THEN :message ELSE held_by END,
                            failed_probes = CASE WHEN :probe THEN failed_probes + 1 ELSE failed_probes END,
                            probe_message = CASE WHEN :probe THEN NULL ELSE probe_message END,
                            closed_until = CASE
                                WHEN held_since IS NULL THEN <now> + interval '1 minute'
                                WHEN :probe THEN
                                    <now> + least(interval '30 minutes', interval '1 minute' * power(2, failed_probes + 1))
                                ELSE closed_until END,
                            still_for = still_for + CASE WHEN still_since IS NULL OR still_until IS NULL THEN interval '0'
                                ELSE least(<now>, still_until) - still_since END,
                            still_since = CASE WHEN still_since IS NULL OR still_until IS NOT NULL THEN <now>
                                ELSE still_since END,
                            still_until = NULL
                        WHERE channel = :channel
                        """)
                .bind("channel", channel.wireName())
                .bind(
                        "code",
                        first.outcome()
                                .providerError()
                                .flatMap(error -> error.code())
                                .orElse(""))
                .bind("reason", first.outcome().providerError().orElseThrow().reason())
                .bind("message", first.id())
                .bind("probe", first.message().probe())
                .execute();
    }

    /**
     * Halves the rate in use, at most once a second. Without a configured rate the channel starts from what was accepted in
     * the last second. {@code Retry-After} closes the channel until then, for five minutes at most.
     */
    private void slowDown(Handle handle, Channel channel, List<Finished> finished) {
        Optional<Duration> closed = finished.stream()
                .map(Finished::outcome)
                .flatMap(outcome ->
                        outcome instanceof Throttled throttled ? throttled.retryAfter().stream() : Stream.of())
                .max(Duration::compareTo)
                .map(wait -> wait.compareTo(MAX_CLOSED_BY_THROTTLE) > 0 ? MAX_CLOSED_BY_THROTTLE : wait);
        Optional<RateLimit> limit = channel == Channel.SMS ? limits.sms() : limits.whatsapp();
        boolean probe = finished.stream().anyMatch(one -> one.message().probe() && one.outcome() instanceof Throttled);
        ChannelGate.slowDown(
                handle, channel, limit.map(RateLimit::perSecond), acceptedInLastSecond(channel), closed, probe);
    }

    /** Inserts the row at once, so that it survives this process. {@code FinishOptOuts} fails the pending messages later. */
    private static void suppress(Handle handle, Channel channel, List<Finished> finished) {
        String[] phones = finished.stream()
                .filter(Signals::optsOut)
                .map(one -> one.message().message().phone())
                .distinct()
                .sorted()
                .toArray(String[]::new);
        if (phones.length == 0) {
            return;
        }
        // suppressions_pkey
        handle.createUpdate("""
                        INSERT INTO suppressions (phone, channel, source, reason, created_at, unfinished)
                        SELECT phone, :channel, 'provider', 'the provider said that the recipient has opted out', <now>, <now>
                        FROM unnest(:phones) AS phone
                        ON CONFLICT (phone, channel) DO UPDATE SET unfinished = excluded.unfinished
                        """)
                .bind("channel", channel.wireName())
                .bindArray("phones", String.class, (Object[]) phones)
                .execute();
    }

    /** The channels that this transaction sees as closed. */
    static Set<Channel> closed(Handle handle) {
        return Recorded.channels(handle.createQuery("SELECT channel FROM channels WHERE closed_until IS NOT NULL")
                .mapTo(String.class)
                .list()
                .toArray(String[]::new));
    }
}
