package com.campaignmanager.worker;

import com.campaignmanager.message.ClaimMessages;
import com.campaignmanager.message.DueCursors;
import com.campaignmanager.queue.QueueDown;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages a run has claimed and not begun: about a second's worth, so that claiming costs little per message and yet
 * no other worker, and no campaign that starts meanwhile, waits long for what is held here.
 */
final class Backlog {
    private static final Logger log = LoggerFactory.getLogger(Backlog.class);
    private static final int SMALLEST_CLAIM = 20;
    private static final int LARGEST_CLAIM = 500;
    private static final int MOST_JOBS = 2_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final long runId;
    private final Duration lease;
    private final ClaimMessages claims;
    private final SendQueue queue;
    private final Clock clock;
    private final Pause pause;
    private final Deque<Outgoing> messages = new ArrayDeque<>();
    private final DueCursors cursors = new DueCursors();
    private final Set<Long> jobs = new HashSet<>();
    private int claimSize = SMALLEST_CLAIM;
    private int jobsAClaim = SMALLEST_CLAIM;
    private long claimed;
    private boolean full;
    private Instant lastClaim = Instant.MIN;
    private Instant nextClaim = Instant.MIN;
    private Instant cursorsSince;

    Backlog(long runId, Duration lease, ClaimMessages claims, SendQueue queue, Clock clock, Pause pause) {
        this.runId = runId;
        this.lease = lease;
        this.claims = claims;
        this.queue = queue;
        this.clock = clock;
        this.pause = pause;
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
        takeJobs();
        boolean sawEverything = cursors.areFresh();
        List<Outgoing> found = claims.claim(runId, lease, jobs, claimSize, held(begun), cursors);
        learn(found, now);
        if (found.isEmpty() && jobs.isEmpty()) {
            cursors.forget();
            nextClaim = sawEverything ? now.plus(LOOK_AGAIN) : now;
        }
        jobs.clear();
        claimed += found.size();
        messages.addAll(found);
    }

    private void takeJobs() {
        try {
            jobs.addAll(queue.take(jobsAClaim - Math.min(jobs.size(), jobsAClaim - 1)));
        } catch (QueueDown e) {
            log.warn("going on without Redis: {}", e.getMessage());
        }
    }

    private List<Long> held(Collection<Long> begun) {
        List<Long> held = new ArrayList<>(begun);
        messages.forEach(message -> held.add(message.messageId()));
        return held;
    }

    /** The size of the next claim: what is sent in a second; and more jobs at once while they name what is sent already. */
    private void learn(List<Outgoing> found, Instant now) {
        full = found.size() >= claimSize;
        long fromJobs = found.stream()
                .filter(message -> jobs.contains(message.messageId()))
                .count();
        jobsAClaim = fromJobs < jobs.size() / 2 ? Math.min(MOST_JOBS, 2 * jobsAClaim) : claimSize;
        if (full) {
            Duration since = lastClaim.equals(Instant.MIN) ? SECOND : Duration.between(lastClaim, now);
            if (since.compareTo(SECOND.dividedBy(2)) < 0) {
                claimSize = Math.min(LARGEST_CLAIM, 2 * claimSize);
            } else if (since.compareTo(SECOND.multipliedBy(2)) > 0) {
                claimSize = Math.max(SMALLEST_CLAIM, claimSize / 2);
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
        Optional<Duration> untilDue = claims.untilNextDue();
        if (untilDue.isEmpty() || untilDue.get().compareTo(patience) > 0) {
            return false;
        }
        // Due already, and yet not claimable a moment ago: another worker is at it, so there is no hurry either.
        Duration wait = untilDue.get().compareTo(LOOK_AGAIN) < 0 ? LOOK_AGAIN : untilDue.get();
        awaitJob(wait.compareTo(SECOND) < 0 ? wait : SECOND);
        nextClaim = clock.instant();
        return true;
    }

    private void awaitJob(Duration atMost) throws InterruptedException {
        try {
            jobs.addAll(queue.await(atMost));
        } catch (QueueDown e) {
            pause.last(atMost);
        }
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
