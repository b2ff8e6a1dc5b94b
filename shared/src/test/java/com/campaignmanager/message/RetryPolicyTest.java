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

    private static RetryPolicy policy(int maxRetries, boolean auto, UncertainSends uncertain) {
        return new RetryPolicy(
                new RetrySettings(maxRetries, BACKOFF, auto, uncertain), RandomGenerator.of("L64X128MixRandom"));
    }

    private static Duration delay(RetryPolicy policy, int attempt, SendResult result) {
        return ((MessageOutcome.Retry) policy.after(attempt, result)).delay();
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
        assertThat(policy(3, true, UncertainSends.RESEND).after(3, BUSY))
                .isEqualTo(new MessageOutcome.Failed(FailureKind.TRANSIENT, "max retries exceeded: busy", true));
    }

    @Test
    void an_uncertain_last_attempt_never_says_max_retries() {
        assertThat(policy(3, true, UncertainSends.RESEND).after(3, SILENCE))
                .isEqualTo(new MessageOutcome.Failed(FailureKind.UNCERTAIN, "no answer", true));
    }

    @Test
    void uncertain_sends_set_to_fail_are_never_repeated() {
        assertThat(policy(3, true, UncertainSends.FAIL).after(1, SILENCE))
                .isEqualTo(new MessageOutcome.Failed(FailureKind.UNCERTAIN, "no answer", true));
        assertThat(policy(3, true, UncertainSends.FAIL).after(1, BUSY)).isInstanceOf(MessageOutcome.Retry.class);
    }

    @Test
    void without_auto_retry_a_failed_attempt_is_no_dead_letter_yet() {
        assertThat(policy(3, false, UncertainSends.RESEND).after(1, BUSY))
                .isEqualTo(new MessageOutcome.Failed(FailureKind.TRANSIENT, "busy", false));
    }

    @Test
    void a_permanent_failure_is_final_at_once() {
        assertThat(policy(3, true, UncertainSends.RESEND)
                        .after(1, SendResult.refused(ErrorClass.RECIPIENT, "bad number")))
                .isEqualTo(new MessageOutcome.Failed(FailureKind.PERMANENT, "bad number", true));
    }
}
