package com.campaignmanager.sender.mock;

import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.settings.SenderSettings.Mock;
import com.campaignmanager.settings.SenderSettings.MockAccount;
import com.campaignmanager.time.Pause;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * A provider that delivers nothing: it takes its time and fails now and then. Its settings also make it refuse the
 * account, throttle, or be down, so that each can be seen without a gateway.
 *
 * <p>With a seed, latency and outcome follow from seed, message id and attempt alone, and are the same in every run,
 * whichever worker and thread sends, in any order. A message that {@code /retry} starts again begins at attempt 1, with
 * the same outcomes as before. Without a seed each call is random. Throttling follows the clock in both cases.
 */
public final class MockSender implements MessageSender {
    private final Mock settings;
    private final Pause pause;
    private final SecondCount sends;

    /** @param clock whose seconds are counted for {@code MOCK_THROTTLE_ABOVE} */
    public MockSender(Mock settings, Pause pause, Clock clock) {
        this.settings = settings;
        this.pause = pause;
        this.sends = new SecondCount(clock);
    }

    @Override
    public String provider(Channel channel) {
        return "mock";
    }

    @Override
    public boolean takesIdempotencyKeys() {
        return true;
    }

    @Override
    public SendResult send(Outgoing message) {
        if (settings.down()) {
            return SendResult.refused(ErrorClass.TRANSIENT, "simulated refused connection");
        }
        RandomGenerator random = random(message);
        try {
            pause.last(latency(random));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SendResult.refused(ErrorClass.AMBIGUOUS, "interrupted while sending");
        }
        return answer(message, random);
    }

    private SendResult answer(Outgoing message, RandomGenerator random) {
        if (settings.account() == MockAccount.REFUSED) {
            return SendResult.refused(ErrorClass.ACCOUNT, "simulated refusal of the account");
        }
        if (settings.throttleAbove().filter(most -> sends.next() > most).isPresent()) {
            return SendResult.refused(ErrorClass.THROTTLE, "simulated throttling");
        }
        return random.nextDouble() < settings.successRate()
                ? new SendResult.Accepted(Optional.of("mock-" + message.messageId()))
                : SendResult.refused(ErrorClass.TRANSIENT, "simulated network error");
    }

    private Duration latency(RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(
                settings.shortest().toNanos(), settings.longest().toNanos() + 1));
    }

    private RandomGenerator random(Outgoing message) {
        return settings.seed()
                .<RandomGenerator>map(
                        seed -> new SplittableRandom(mixed(mixed(seed, message.messageId()), message.attempt())))
                .orElseGet(ThreadLocalRandom::current);
    }

    private static long mixed(long seed, long more) {
        return new SplittableRandom(seed).nextLong() + more;
    }
}
