package com.campaignmanager.sender;

import com.campaignmanager.settings.Settings.SenderSettings.Mock;
import com.campaignmanager.time.Pause;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * A provider that delivers nothing: it takes its time and fails now and then.
 *
 * <p>With a seed, latency and outcome follow from seed, message id and attempt alone. So they are the same in every run,
 * whichever worker and thread sends, in whatever order. A message that {@code /retry} starts again begins at attempt 1,
 * with the same outcomes as before. Without a seed every call is a throw of its own.
 */
public final class MockSender implements MessageSender {
    private static final String FAILURE = "simulated network error";

    private final Mock settings;
    private final Pause pause;

    public MockSender(Mock settings, Pause pause) {
        this.settings = settings;
        this.pause = pause;
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
        RandomGenerator random = random(message);
        try {
            pause.last(latency(random));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SendResult.refused(ErrorClass.AMBIGUOUS, "interrupted while sending");
        }
        return random.nextDouble() < settings.successRate()
                ? new SendResult.Accepted(Optional.of("mock-" + message.messageId()))
                : SendResult.refused(ErrorClass.TRANSIENT, FAILURE);
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
