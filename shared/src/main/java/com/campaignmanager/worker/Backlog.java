package com.campaignmanager.worker;

import com.campaignmanager.message.Claim;
import com.campaignmanager.message.ClaimMessages;
import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.DueCursors;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.time.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The messages that a run has claimed and not begun: about a second's worth, so that claiming costs little per message, and
 * neither another worker nor a campaign that starts meanwhile has to wait long. Messages of a channel with a limit are kept
 * apart, each with the instant at which it may begin.
 */
final class Backlog {
    private static final int MIN_CLAIM = 20;
    private static final int MAX_CLAIM = 500;
    private static final Duration SECOND = Duration.ofSeconds(1);
    static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final long runId;
    private final Duration lease;
    private final ClaimMessages claims;
    private final Clock clock;
    private final Deque<Claimed> messages = new ArrayDeque<>();
    private final DueCursors cursors = new DueCursors();
    private final LimitedChannels limited;
    private final JobsInHand jobs;
    private long recalls;
    private boolean missesRecalls;
    private int claimSize = MIN_CLAIM;
    private long claimed;
    private boolean full;
    private Instant lastClaim = Instant.MIN;
    private Instant nextClaim = Instant.MIN;
    private Instant cursorsSince;

    Backlog(long runId, Duration lease, ClaimMessages claims, SendQueue queue, Clock clock, Pause pause) {
        this.runId = runId;
        this.lease = lease;
        this.claims = claims;
        this.clock = clock;
        this.limited = new LimitedChannels(claims, clock);
        this.jobs = new JobsInHand(queue, clock, pause, MIN_CLAIM);
        this.cursorsSince = clock.instant();
    }

    /**
     * Claims more if little is left and there may be more.
     *
     * @param begun the messages that the run holds besides those in here
     */
    void refill(Collection<Long> begun) {
        Instant now = clock.instant();
        if (cursorsSince.plus(SECOND).isBefore(now)) {
            cursors.forget();
            limited.lookAtEverything();
            cursorsSince = now;
        }
        if (messages.size() <= claimSize / 2 && !now.isBefore(nextClaim)) {
            claimOpen(begun, now);
        }
        limited.refill(channel -> request(begun, jobs.inHand(), limited.cursors(channel)), this::took);
    }

    private void claimOpen(Collection<Long> begun, Instant now) {
        Set<Long> asked = jobs.take();
        boolean sawEverything = cursors.areFresh();
        Claim claim = claims.claim(request(begun, asked, cursors));
        List<Claimed> found = claim.messages();
        limited.restrict(claim.restricted());
        if (found.isEmpty() && asked.isEmpty()) {
            cursors.forget();
            nextClaim = sawEverything && claim.recalls() == recalls ? now.plus(LOOK_AGAIN) : now;
        }
        took(claim);
        learn(found.size(), now);
        messages.addAll(found);
        jobs.lookedUp(found.stream().map(Claimed::id).toList(), claimSize);
    }

    private Claim.Request request(Collection<Long> begun, Set<Long> asked, DueCursors of) {
        List<Long> held = new ArrayList<>(begun);
        waiting().forEach(message -> held.add(message.id()));
        return new Claim.Request(runId, recalls, lease, asked, claimSize, held, of);
    }

    private void took(Claim claim) {
        missesRecalls |= claim.recalls() != recalls;
        claimed += claim.messages().size();
    }

    private Stream<Claimed> waiting() {
        return Stream.concat(messages.stream(), limited.waiting());
    }

    /** The size of the next claim: what is sent in a second. */
    private void learn(int found, Instant now) {
        full = found >= claimSize;
        if (full) {
            Duration since = lastClaim.equals(Instant.MIN) ? SECOND : Duration.between(lastClaim, now);
            if (since.compareTo(SECOND.dividedBy(2)) < 0) {
                claimSize = Math.min(MAX_CLAIM, 2 * claimSize);
            } else if (since.compareTo(SECOND.multipliedBy(2)) > 0) {
                claimSize = Math.max(MIN_CLAIM, claimSize / 2);
            }
        }
        lastClaim = now;
    }

    /** The next messages that may begin, as many as asked for or there are. */
    List<Claimed> next(int most) {
        List<Claimed> next = new ArrayList<>(limited.next(most));
        while (next.size() < most && !messages.isEmpty()) {
            next.add(messages.poll());
        }
        return next;
    }

    /** Puts back messages that could not begin after all, first in line. */
    void putBack(List<Claimed> unbegun) {
        unbegun.reversed().forEach(messages::addFirst);
    }

    /** Drops messages that the run may not begin; answers them. */
    List<Claimed> drop(Predicate<Claimed> which) {
        List<Claimed> dropped = waiting().filter(which).toList();
        messages.removeIf(which);
        limited.drop(which);
        return dropped;
    }

    /** The number of recalls that the run has dealt with. */
    long recalls() {
        return recalls;
    }

    /** Whether messages have been recalled that the run does not know of: only a record says which. */
    boolean missesRecalls() {
        return missesRecalls;
    }

    /** A record has said which messages were recalled, and they are dropped. */
    void recalled(long number, Set<Long> messageIds) {
        recalls = number;
        missesRecalls = false;
        if (!messageIds.isEmpty()) {
            drop(message -> messageIds.contains(message.id()));
        }
    }

    /**
     * Waits until a job arrives or a message becomes due, at most that long.
     *
     * @return false if neither will happen in that time
     */
    boolean await(Duration patience) throws InterruptedException {
        if (jobs.areThere()) {
            nextClaim = clock.instant();
            return true;
        }
        Optional<Duration> untilDue = claims.untilNextDue();
        if (untilDue.isEmpty() || untilDue.get().compareTo(patience) > 0) {
            return false;
        }
        // Due, but not claimable a moment ago: another worker is busy with it, so there is no hurry.
        Duration wait = untilDue.get().compareTo(LOOK_AGAIN) < 0 ? limited.untilNext(LOOK_AGAIN) : untilDue.get();
        jobs.await(wait.compareTo(SECOND) < 0 ? wait : SECOND);
        nextClaim = clock.instant();
        return true;
    }

    /** How long until the next message here may begin, at most that long. */
    Duration untilNext(Duration atMost) {
        return messages.isEmpty() ? limited.untilNext(atMost) : Duration.ZERO;
    }

    /** Queues a job again for each message that the run leaves: a failed message can be found only by its job. */
    void giveJobsBack() {
        jobs.giveBack(waiting().map(Claimed::id).toList());
    }

    boolean isEmpty() {
        return messages.isEmpty() && limited.waiting().findAny().isEmpty();
    }

    /** Whether the last claim found as much as it asked for, so that there is probably more. */
    boolean wasFull() {
        return full;
    }

    int size() {
        return (int) waiting().count();
    }

    long claimed() {
        return claimed;
    }

    /** Matches messages of closed channels, except probes: another run claims them later. */
    static Predicate<Claimed> isOf(Set<Channel> closed) {
        return message -> !message.probe() && closed.contains(message.message().channel());
    }
}
