package com.campaignmanager.local.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How fast work goes, over the last few looks at it, and how long the rest will take. */
final class Estimate {
    private static final int LOOKS = 10;

    private record Look(Instant at, long done) {}

    private final Deque<Look> looks = new ArrayDeque<>();

    void look(Instant at, long done) {
        looks.addLast(new Look(at, done));
        if (looks.size() > LOOKS) {
            looks.removeFirst();
        }
    }

    /** Per second; empty while it is unknown. */
    Optional<Double> rate() {
        Look first = looks.getFirst();
        Look last = looks.getLast();
        double seconds = Duration.between(first.at(), last.at()).toMillis() / 1000.0;
        return seconds <= 0 ? Optional.empty() : Optional.of(Math.max(0, last.done() - first.done()) / seconds);
    }

    /** How long until so many are done; empty while it is unknown. */
    Optional<Duration> timeLeft(long total) {
        long left = Math.max(0, total - looks.getLast().done());
        return rate().filter(rate -> rate > 0).map(rate -> Duration.ofSeconds(Math.round(left / rate)));
    }
}
