package com.campaignmanager.worker;

import com.campaignmanager.message.Claim;
import com.campaignmanager.message.ClaimMessages;
import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.DueCursors;
import com.campaignmanager.sender.Channel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The part of a run's backlog that channels with a limit have released, up to half a second ahead. */
final class LimitedChannels {
    /** If a channel lets nothing begin for this long, no run waits for it. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private final ClaimMessages claims;
    private final Clock clock;
    private final Map<Channel, Lane> lanes = new EnumMap<>(Channel.class);

    LimitedChannels(ClaimMessages claims, Clock clock) {
        this.claims = claims;
        this.clock = clock;
        claims.limited().forEach(channel -> lanes.put(channel, new Lane()));
    }

    /** A message and when it may begin, by this machine's clock. */
    private record Released(Claimed message, Instant at) {}

    private static final class Lane {
        private final Queue<Released> messages = new PriorityQueue<>(Comparator.comparing(Released::at));
        private final DueCursors cursors = new DueCursors();
        private Instant nextClaim = Instant.MIN;
    }

    /** These channels have slowed down or are closed: from now on each is claimed from by a statement of its own. */
    void restrict(Set<Channel> channels) {
        channels.forEach(channel -> lanes.computeIfAbsent(channel, _ -> new Lane()));
    }

    void lookAtEverything() {
        lanes.values().forEach(lane -> lane.cursors.forget());
    }

    DueCursors cursors(Channel channel) {
        return lanes.get(channel).cursors;
    }

    /** Claims from each channel whose time has come. */
    void refill(Function<Channel, Claim.Request> request, Consumer<Claim> took) {
        lanes.forEach((channel, lane) -> {
            Instant now = clock.instant();
            if (now.isBefore(lane.nextClaim)) {
                return;
            }
            Claim claim = claims.claimLimited(request.apply(channel), channel);
            took.accept(claim);
            Instant claimedAt = clock.instant();
            claim.messages()
                    .forEach(message -> lane.messages.add(new Released(message, claimedAt.plus(message.releaseIn()))));
            if (claim.messages().isEmpty() && claim.nextAdmission().isEmpty()) {
                lane.cursors.forget();
            }
            claim.nextAdmission()
                    .filter(wait -> wait.compareTo(LONG) > 0)
                    .ifPresent(wait -> claims.postpone(channel, wait));
            lane.nextClaim = claimedAt.plus(pauseAfter(claim));
        });
    }

    /**
     * How long to leave the channel alone: without an admission to wait for, as long as with any other claim. Never for long,
     * since a probe that comes back makes its campaign due again.
     */
    private static Duration pauseAfter(Claim claim) {
        Duration pause = claim.nextAdmission().orElse(claim.messages().isEmpty() ? Backlog.LOOK_AGAIN : Duration.ZERO);
        return pause.compareTo(LONG) < 0 ? pause : LONG;
    }

    /** The messages whose time has come, at most so many. */
    List<Claimed> next(int most) {
        Instant now = clock.instant();
        List<Claimed> next = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            while (next.size() < most
                    && !lane.messages.isEmpty()
                    && !lane.messages.peek().at.isAfter(now)) {
                next.add(lane.messages.poll().message);
            }
        }
        return next;
    }

    Stream<Claimed> waiting() {
        return lanes.values().stream().flatMap(lane -> lane.messages.stream()).map(Released::message);
    }

    void drop(Predicate<Claimed> which) {
        lanes.values().forEach(lane -> lane.messages.removeIf(released -> which.test(released.message)));
    }

    /** How long until a message may begin or the next claim is worth it, at most that long. */
    Duration untilNext(Duration atMost) {
        Instant now = clock.instant();
        Instant next = now.plus(atMost);
        for (Lane lane : lanes.values()) {
            Instant ofLane = lane.messages.isEmpty() ? lane.nextClaim : lane.messages.peek().at;
            next = ofLane.isBefore(next) ? ofLane : next;
        }
        return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }
}
