package com.campaignmanager.message;

import com.campaignmanager.sender.SendResult;
import com.campaignmanager.settings.Settings.RetrySettings;
import com.campaignmanager.settings.Settings.UncertainSends;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides what becomes of a message after an attempt. */
public final class RetryPolicy {
    private final RetrySettings settings;
    private final RandomGenerator random;

    /** @param random for the jitter; safe for use by several threads, or used by one alone */
    public RetryPolicy(RetrySettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** @param attempt which one this was; the first is 1 */
    public MessageOutcome after(int attempt, SendResult result) {
        return switch (result) {
            case SendResult.Accepted accepted -> new MessageOutcome.Sent(accepted.providerId());
            case SendResult.Refused refused -> refused(attempt, refused);
        };
    }

    private MessageOutcome refused(int attempt, SendResult.Refused refused) {
        String reason = refused.error().reason();
        return switch (refused.error().errorClass()) {
            case RECIPIENT, CONTENT -> new MessageOutcome.Failed(FailureKind.PERMANENT, reason, true);
            case AMBIGUOUS -> uncertain(attempt, reason);
            case ACCOUNT, THROTTLE, TRANSIENT -> again(attempt, FailureKind.TRANSIENT, reason, refused.retryAfter());
        };
    }

    private MessageOutcome uncertain(int attempt, String reason) {
        return settings.uncertain() == UncertainSends.FAIL
                ? new MessageOutcome.Failed(FailureKind.UNCERTAIN, reason, true)
                : again(attempt, FailureKind.UNCERTAIN, reason, Optional.empty());
    }

    private MessageOutcome again(int attempt, FailureKind kind, String reason, Optional<Duration> retryAfter) {
        boolean last = attempt >= settings.maxRetries();
        if (last) {
            // Whoever reads "max retries" may send by another way; after an uncertain attempt that could be a second
            // time.
            String error = kind == FailureKind.UNCERTAIN ? reason : "max retries exceeded: " + reason;
            return new MessageOutcome.Failed(kind, error, true);
        }
        if (!settings.auto()) {
            return new MessageOutcome.Failed(kind, reason, false);
        }
        Duration backoff = jittered(backoff(attempt));
        return new MessageOutcome.Retry(
                kind,
                reason,
                retryAfter.filter(asked -> asked.compareTo(backoff) > 0).orElse(backoff));
    }

    private Duration backoff(int attempt) {
        List<Duration> schedule = settings.backoff();
        return schedule.get(Math.min(attempt, schedule.size()) - 1);
    }

    /** Uniform in [½d, d], so that what failed together does not come back together. */
    private Duration jittered(Duration d) {
        long half = d.toMillis() / 2;
        return Duration.ofMillis(d.toMillis() - (half == 0 ? 0 : random.nextLong(half + 1)));
    }
}
