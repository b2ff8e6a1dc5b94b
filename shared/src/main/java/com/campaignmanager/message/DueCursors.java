package com.campaignmanager.message;

import com.campaignmanager.message.ClaimRows.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far a worker has read each campaign's due messages, and whose turn it is. Index entries of recorded messages stay until
 * a vacuum; without the cursors every claim would read all of them again. They are only a shortcut: after {@link #forget},
 * once in a while, messages behind a cursor (retries, or ones that were given back) are found, too.
 */
public final class DueCursors {
    private final Map<Long, Position> positions = new HashMap<>();
    private final Set<Long> exhausted = new HashSet<>();
    private long lastCampaign;

    private record Position(String at, long id) {}

    /** Whether the next claim looks at every sending campaign, and from the start. */
    public boolean areFresh() {
        return exhausted.isEmpty() && positions.isEmpty();
    }

    /** Looks at everything again. */
    public void forget() {
        exhausted.clear();
        positions.clear();
    }

    /** Notes the rows of a claim, which come in each campaign's own order. A campaign named only by jobs has not had its turn. */
    void advance(List<Row> rows, Set<Long> jobs, int share) {
        NavigableSet<Long> turn = new TreeSet<>();
        Map<Long, Integer> found = new HashMap<>();
        rows.stream().filter(Row::inTurn).forEach(row -> {
            turn.add(row.campaignId());
            row.message().filter(message -> !jobs.contains(message.id())).ifPresent(message -> {
                found.merge(row.campaignId(), 1, Integer::sum);
                positions.put(row.campaignId(), new Position(row.nextAttemptAt(), message.id()));
            });
        });
        for (long campaign : turn) {
            if (found.getOrDefault(campaign, 0) < Math.max(1, share / turn.size())) {
                exhausted.add(campaign);
                positions.remove(campaign);
            }
        }
        lastCampaign = endOf(turn);
    }

    /** The last campaign of the turn, which went up from the previous one and then round to the start. */
    private long endOf(NavigableSet<Long> turn) {
        Long wrapped = turn.floor(lastCampaign);
        return wrapped != null ? wrapped : turn.isEmpty() ? lastCampaign : turn.last();
    }

    long lastCampaign() {
        return lastCampaign;
    }

    Set<Long> exhausted() {
        return exhausted;
    }

    Object[] campaigns() {
        return positions.keySet().toArray();
    }

    Object[] times() {
        return positions.values().stream().map(Position::at).toArray();
    }

    Object[] ids() {
        return positions.values().stream().map(Position::id).toArray();
    }
}
