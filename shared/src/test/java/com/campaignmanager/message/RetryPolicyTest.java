package com.campaignmanager.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.settings.Settings.RetrySettings;
import com.campaignmanager.settings.Settings.UncertainSends;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final List<Duration> BACKOFF =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    private static final SendResult BUSY = SendResult.refused(ErrorClass.TRANSIENT, "busy");
    private static final SendResult SILENCE = SendResult.refused(ErrorClass.AMBIGUOUS, "no answer");

    private static final SendResult BAD_NUMBER = SendResult.refused(ErrorClass.RECIPIENT, "bad number");

    private static ProviderError error(SendResult result) {
        return ((SendResult.Refused) result).error();
    }

    private static RetryPolicy policy(int maxRetries, boolean auto, UncertainSends uncertain) {
        return new RetryPolicy(
                new RetrySettings(maxRetries, BACKOFF, auto, uncertain), RandomGenerator.of("L64X128MixRandom"));
    }

    private static Duration delay(RetryPolicy policy, int attempt, SendResult result) {
        return ((MessageOutcome.Retry) policy.after(attempt, false, 0, result)).delay();
    }

    @Test
    void the_delays_follow_the_schedule_with_jitter_and_the_last_one_repeats() {
        RetryPolicy policy = policy(10, true, UncertainSends.RESEND);
        for (int i = 0; i < 1_000; i++) {
            assertThat(delay(policy, 1, BUSY)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
            assertThat(delay(policy, 2, BUSY)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
            assertThat(delay(policy, 3, BUSY)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
            assertThat(delay(policy, 9, BUSY)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        }
    }

    @Test
    void a_provider_that_asks_for_a_later_time_gets_it_and_one_that_asks_for_an_earlier_does_not() {
        RetryPolicy policy = policy(3, true, UncertainSends.RESEND);

        assertThat(delay(
                        policy,
                        1,
                        new SendResult.Refused(
                                ProviderError.of(ErrorClass.TRANSIENT, "busy"), Optional.of(Duration.ofSeconds(30)))))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(delay(
                        policy,
                        1,
                        new SendResult.Refused(
                                ProviderError.of(ErrorClass.TRANSIENT, "busy"), Optional.of(Duration.ZERO))))
                .isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void the_last_attempt_fails_for_good() {
        assertThat(policy(3, true, UncertainSends.RESEND).after(3, false, 0, BUSY))
                .isEqualTo(new MessageOutcome.Failed(
                        FailureKind.TRANSIENT, error(BUSY), "max retries exceeded: busy", true));
    }

    @Test
    void an_uncertain_last_attempt_never_says_max_retries() {
        assertThat(policy(3, true, UncertainSends.RESEND).after(3, false, 0, SILENCE))
                .isEqualTo(new MessageOutcome.Failed(FailureKind.UNCERTAIN, error(SILENCE), "no answer", true));
    }

    @Test
    void uncertain_sends_set_to_fail_are_never_repeated() {
        assertThat(policy(3, true, UncertainSends.FAIL).after(1, false, 0, SILENCE))
                .isEqualTo(new MessageOutcome.Failed(FailureKind.UNCERTAIN, error(SILENCE), "no answer", true));
        assertThat(policy(3, true, UncertainSends.FAIL).after(1, false, 0, BUSY))
                .isInstanceOf(MessageOutcome.Retry.class);
    }

    @Test
    void without_auto_retry_a_failed_attempt_is_no_dead_letter_yet() {
        assertThat(policy(3, false, UncertainSends.RESEND).after(1, false, 0, BUSY))
                .isEqualTo(new MessageOutcome.Failed(FailureKind.TRANSIENT, error(BUSY), "busy", false));
    }

    @Test
    void a_permanent_failure_is_final_at_once() {
        assertThat(policy(3, true, UncertainSends.RESEND).after(1, false, 0, BAD_NUMBER))
                .isEqualTo(new MessageOutcome.Failed(FailureKind.PERMANENT, error(BAD_NUMBER), "bad number", true));
    }

    @Test
    void a_message_that_may_have_arrived_fails_as_uncertain_whatever_the_last_answer_is() {
        for (SendResult last : List.of(BUSY, BAD_NUMBER)) {
            MessageOutcome.Failed failed = (MessageOutcome.Failed)
                    policy(3, true, UncertainSends.RESEND).after(3, true, 0, last);

            assertThat(failed.kind()).isEqualTo(FailureKind.UNCERTAIN);
            assertThat(failed.reason()).endsWith("an earlier attempt may have been accepted");
        }
    }

    @Test
    void a_throttled_attempt_waits_longer_each_time_but_a_minute_at_most_and_spends_nothing() {
        RetryPolicy policy = new RetryPolicy(
                new RetrySettings(
                        1, List.of(Duration.ofSeconds(1), Duration.ofMinutes(5)), false, UncertainSends.RESEND),
                RandomGenerator.of("L64X128MixRandom"));
        SendResult slowDown = SendResult.refused(ErrorClass.THROTTLE, "slow down");

        MessageOutcome.Throttled first = (MessageOutcome.Throttled) policy.after(1, false, 0, slowDown);
        MessageOutcome.Throttled third = (MessageOutcome.Throttled) policy.after(1, false, 2, slowDown);

        assertThat(first.delay()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(third.delay()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        assertThat(first.spendsAttempt()).isFalse();
    }

    @Test
    void an_account_error_leaves_the_message_as_it_was() {
        MessageOutcome outcome = policy(1, false, UncertainSends.FAIL)
                .after(1, true, 0, SendResult.refused(ErrorClass.ACCOUNT, "token revoked"));

        assertThat(outcome).isInstanceOf(MessageOutcome.Held.class);
        assertThat(outcome.spendsAttempt()).isFalse();
    }
}
