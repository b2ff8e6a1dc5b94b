package com.campaignmanager.sender.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.campaignmanager.content.Content;
import com.campaignmanager.embedded.ManualClock;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.sender.SendResult.Accepted;
import com.campaignmanager.settings.SenderSettings.Mock;
import com.campaignmanager.settings.SenderSettings.MockAccount;
import com.campaignmanager.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MockSenderTest {
    private static final int MANY = 100_000;

    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void ninety_two_of_a_hundred_first_attempts_succeed() {
        MessageSender sender = sender(0.92, Optional.of(1L));
        long accepted = IntStream.range(0, MANY)
                .filter(id -> sender.send(message(id, 1)) instanceof Accepted)
                .count();
        assertThat(accepted / (double) MANY).isCloseTo(0.92, within(0.01));
    }

    @Test
    void latencies_fill_their_range() {
        MessageSender sender = sender(0.92, Optional.of(1L));
        IntStream.range(0, 1000).forEach(id -> sender.send(message(id, 1)));
        assertThat(pauses)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(50), Duration.ofMillis(200)));
        assertThat(pauses.stream().mapToLong(Duration::toMillis).average()).hasValueCloseTo(125.0, within(5.0));
    }

    @Test
    void a_seed_repeats_each_attempt_in_whatever_order_and_by_whichever_sender() {
        List<SendResult> forwards = IntStream.range(0, 1000)
                .mapToObj(id -> sender(0.5, Optional.of(42L)).send(message(id, 2)))
                .toList();
        MessageSender other = sender(0.5, Optional.of(42L));
        List<SendResult> backwards = IntStream.range(0, 1000)
                .mapToObj(id -> other.send(message(999 - id, 2)))
                .toList()
                .reversed();
        assertThat(backwards).isEqualTo(forwards);
    }

    @Test
    void attempts_and_seeds_differ() {
        assertThat(outcomes(42, 1)).isNotEqualTo(outcomes(42, 2)).isNotEqualTo(outcomes(43, 1));
        long failsThrice = IntStream.range(0, MANY)
                .filter(id -> IntStream.rangeClosed(1, 3)
                        .noneMatch(attempt ->
                                sender(0.92, Optional.of(42L)).send(message(id, attempt)) instanceof Accepted))
                .count();
        // 0.08³ of them
        assertThat(failsThrice).isBetween(25L, 80L);
    }

    @Test
    void a_rate_of_one_never_fails_and_a_rate_of_zero_always_does() {
        assertThat(sender(1, Optional.empty()).send(message(9, 1))).isEqualTo(new Accepted(Optional.of("mock-9")));
        assertThat(sender(0, Optional.empty()).send(message(9, 1)))
                .isEqualTo(SendResult.refused(ErrorClass.TRANSIENT, "simulated network error"));
    }

    @Test
    void one_interrupted_in_the_middle_is_uncertain() {
        Pause interrupted = duration -> {
            throw new InterruptedException();
        };
        assertThat(new MockSender(atOnce(Optional.empty(), MockAccount.OK, false), interrupted, new ManualClock())
                        .send(message(9, 1)))
                .isEqualTo(SendResult.refused(ErrorClass.AMBIGUOUS, "interrupted while sending"));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void more_sends_in_a_second_than_it_takes_are_throttled_until_the_next_second() {
        ManualClock clock = new ManualClock();
        MessageSender sender = new MockSender(atOnce(Optional.of(2), MockAccount.OK, false), pauses::add, clock);
        List<Boolean> accepted = new ArrayList<>();
        for (long id = 1; id <= 4; id++) {
            accepted.add(sender.send(message(id, 1)) instanceof Accepted);
        }
        assertThat(accepted).containsExactly(true, true, false, false);
        assertThat(sender.send(message(5, 1)))
                .isEqualTo(SendResult.refused(ErrorClass.THROTTLE, "simulated throttling"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(sender.send(message(6, 1))).isInstanceOf(Accepted.class);
    }

    @Test
    void a_refused_account_is_said_of_each_message() {
        MessageSender sender =
                new MockSender(atOnce(Optional.empty(), MockAccount.REFUSED, false), pauses::add, new ManualClock());
        assertThat(sender.send(message(9, 1)))
                .isEqualTo(SendResult.refused(ErrorClass.ACCOUNT, "simulated refusal of the account"));
    }

    @Test
    void a_mock_that_is_down_refuses_atOnce() {
        MessageSender sender =
                new MockSender(atOnce(Optional.empty(), MockAccount.OK, true), pauses::add, new ManualClock());
        assertThat(sender.send(message(9, 1)))
                .isEqualTo(SendResult.refused(ErrorClass.TRANSIENT, "simulated refused connection"));
        assertThat(pauses).isEmpty();
    }

    private List<Boolean> outcomes(long seed, int attempt) {
        return IntStream.range(0, 100)
                .mapToObj(id -> sender(0.5, Optional.of(seed)).send(message(id, attempt)) instanceof Accepted)
                .toList();
    }

    private MessageSender sender(double successRate, Optional<Long> seed) {
        Mock settings = new Mock(
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                successRate,
                seed,
                Optional.empty(),
                MockAccount.OK,
                false);
        return new MockSender(settings, pauses::add, new ManualClock());
    }

    private static Mock atOnce(Optional<Integer> throttleAbove, MockAccount account, boolean down) {
        return new Mock(Duration.ZERO, Duration.ZERO, 1, Optional.empty(), throttleAbove, account, down);
    }

    private static Outgoing message(long id, int attempt) {
        return new Outgoing(id, 1, Channel.SMS, "+254712345678", new Content.Text("Hi"), new UUID(0, id), attempt);
    }
}
