package com.campaignmanager.message;

import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.settings.Settings.RetrySettings;
import com.campaignmanager.settings.Settings.UncertainSends;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides the effect of an attempt on its message (contract 5 and 11.1). */
public final class RetryPolicy {
    private static final Duration MAX_THROTTLE_DELAY = Duration.ofSeconds(60);

    private final RetrySettings settings;
    private final RandomGenerator random;

    /** @param random for the jitter; safe for use by several threads, or used by one alone */
    public RetryPolicy(RetrySettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** The effect of an attempt that a run has made. */
    public MessageOutcome after(Claimed message, SendResult result) {
        return after(message.message().attempt(), message.inDoubt(), message.throttled(), result);
    }

    /**
     * @param attempt the number of this attempt; the first is 1
     * @param inDoubt whether an earlier attempt may have been accepted
     * @param throttled how many attempts in a row were throttled before this one
     */
    public MessageOutcome after(int attempt, boolean inDoubt, int throttled, SendResult result) {
        return switch (result) {
            case SendResult.Accepted accepted -> new MessageOutcome.Sent(accepted.providerId());
            case SendResult.Refused refused ->
                switch (refused.error().errorClass()) {
                    case RECIPIENT, CONTENT ->
                        failed(
                                FailureKind.PERMANENT,
                                refused.error(),
                                refused.error().reason(),
                                inDoubt,
                                true);
                    case ACCOUNT -> new MessageOutcome.Held(refused.error());
                    case THROTTLE -> throttled(throttled + 1, refused);
                    case TRANSIENT -> again(attempt, inDoubt, FailureKind.TRANSIENT, refused);
                    case AMBIGUOUS -> ambiguous(attempt, refused);
                };
        };
    }

    private MessageOutcome ambiguous(int attempt, SendResult.Refused refused) {
        return settings.uncertain() == UncertainSends.FAIL
                ? failed(FailureKind.UNCERTAIN, refused.error(), refused.error().reason(), true, true)
                : again(attempt, true, FailureKind.UNCERTAIN, refused);
    }

    private MessageOutcome.Throttled throttled(int inARow, SendResult.Refused refused) {
        Duration backoff = jittered(min(backoff(inARow), MAX_THROTTLE_DELAY));
        return new MessageOutcome.Throttled(refused.error(), max(backoff, refused.retryAfter()), refused.retryAfter());
    }

    private MessageOutcome again(int attempt, boolean inDoubt, FailureKind kind, SendResult.Refused refused) {
        ProviderError error = refused.error();
        if (attempt >= settings.maxRetries()) {
            return failed(kind, error, "max retries exceeded: " + error.reason(), inDoubt, true);
        }
        if (!settings.auto()) {
            return failed(kind, error, error.reason(), inDoubt, false);
        }
        return new MessageOutcome.Retry(kind, error, max(jittered(backoff(attempt)), refused.retryAfter()));
    }

    /**
     * Once in doubt, always in doubt: a message that may have arrived fails only as uncertain, and its reason never suggests
     * sending it some other way.
     */
    private static MessageOutcome failed(
            FailureKind kind, ProviderError error, String reason, boolean inDoubt, boolean deadLetter) {
        if (!inDoubt) {
            return new MessageOutcome.Failed(kind, error, reason, deadLetter);
        }
        String doubt = error.errorClass() == ErrorClass.AMBIGUOUS
                ? error.reason()
                : error.reason() + "; an earlier attempt may have been accepted";
        return new MessageOutcome.Failed(FailureKind.UNCERTAIN, error, doubt, deadLetter);
    }

    private Duration backoff(int attempt) {
        List<Duration> schedule = settings.backoff();
        return schedule.get(Math.min(attempt, schedule.size()) - 1);
    }

    /** Uniform in [½d, d], so that messages that failed together are not tried again together. */
    private Duration jittered(Duration d) {
        long half = d.toMillis() / 2;
        return Duration.ofMillis(d.toMillis() - (half == 0 ? 0 : random.nextLong(half + 1)));
    }

    private static Duration max(Duration backoff, Optional<Duration> asked) {
        return asked.filter(wait -> wait.compareTo(backoff) > 0).orElse(backoff);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
