package com.campaignmanager.worker;

import com.campaignmanager.message.ClaimMessages;
import com.campaignmanager.message.DueCursors;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.MessageSender.Outgoing;
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

/**
 * The messages a run has claimed and not begun: about a second's worth, so that claiming costs little per message and yet
 * no other worker, and no campaign that starts meanwhile, waits long for what is held here.
 */
final class Backlog {
    private static final int MIN_CLAIM = 20;
    private static final int MAX_CLAIM = 500;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final long runId;
    private final Duration lease;
    private final ClaimMessages claims;
    private final Clock clock;
    private final Deque<Outgoing> messages = new ArrayDeque<>();
    private final DueCursors cursors = new DueCursors();
    private final JobsInHand jobs;
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
        this.jobs = new JobsInHand(queue, clock, pause, MIN_CLAIM);
        this.cursorsSince = clock.instant();
    }

    /**
     * Claims more if little is left and there may be any.
     *
     * @param begun the messages that the run holds besides those in here
     */
    void refill(Collection<Long> begun) {
        Instant now = clock.instant();
        if (messages.size() > claimSize / 2 || now.isBefore(nextClaim)) {
            return;
        }
        if (cursorsSince.plus(SECOND).isBefore(now)) {
            cursors.forget();
            cursorsSince = now;
        }
        Set<Long> asked = jobs.take();
        boolean sawEverything = cursors.areFresh();
        List<Outgoing> found = claims.claim(runId, lease, asked, claimSize, held(begun), cursors);
        if (found.isEmpty() && asked.isEmpty()) {
            cursors.forget();
            nextClaim = sawEverything ? now.plus(LOOK_AGAIN) : now;
        }
        jobs.lookedUp(found.stream().map(Outgoing::messageId).toList(), claimSize);
        learn(found.size(), now);
        claimed += found.size();
        messages.addAll(found);
    }

    private List<Long> held(Collection<Long> begun) {
        List<Long> held = new ArrayList<>(begun);
        messages.forEach(message -> held.add(message.messageId()));
        return held;
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

    /** The next of them, as many as asked for or there are. */
    List<Outgoing> next(int most) {
        List<Outgoing> next = new ArrayList<>();
        while (next.size() < most && !messages.isEmpty()) {
            next.add(messages.poll());
        }
        return next;
    }

    /** Puts back what could not begin after all, first in line. */
    void putBack(List<Outgoing> unbegun) {
        unbegun.reversed().forEach(messages::addFirst);
    }

    /**
     * Waits, at most that long, until a job arrives or a message becomes due.
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
        // Due already, and yet not claimable a moment ago: another worker is at it, so there is no hurry either.
        Duration wait = untilDue.get().compareTo(LOOK_AGAIN) < 0 ? LOOK_AGAIN : untilDue.get();
        jobs.await(wait.compareTo(SECOND) < 0 ? wait : SECOND);
        nextClaim = clock.instant();
        return true;
    }

    /** Puts on the list again what the run leaves: for a failed message a job is all that tells of it. */
    void giveJobsBack() {
        jobs.giveBack(messages.stream().map(Outgoing::messageId).toList());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Whether the last claim found as much as it asked for, so that there is probably more. */
    boolean wasFull() {
        return full;
    }

    int size() {
        return messages.size();
    }

    long claimed() {
        return claimed;
    }
}
