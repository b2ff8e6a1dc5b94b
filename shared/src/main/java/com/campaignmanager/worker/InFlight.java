package com.campaignmanager.worker;

import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.RecordOutcomes.Finished;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The messages that a run has recorded as begun and whose outcome it has not recorded yet. */
final class InFlight {
    private final Map<Long, Claimed> begun = new LinkedHashMap<>();
    private final List<Finished> unrecorded = new ArrayList<>();

    /** A send has ended; its outcome goes with the next record. */
    void finished(Finished attempt) {
        unrecorded.add(attempt);
    }

    /** These did not begin after all. */
    void withdrawn(Collection<Claimed> messages) {
        messages.forEach(message -> begun.remove(message.id()));
    }

    /** The ids to record as begun, if these messages begin next and the ended ones are recorded. */
    Set<Long> begunWith(List<Claimed> next) {
        Map<Long, Claimed> then = new LinkedHashMap<>(begun);
        unrecorded.forEach(attempt -> then.remove(attempt.id()));
        next.forEach(message -> then.put(message.id(), message));
        return then.keySet();
    }

    /** The ended ones are recorded, and these begin. */
    void recorded(List<Claimed> beginning) {
        unrecorded.forEach(attempt -> begun.remove(attempt.id()));
        unrecorded.clear();
        beginning.forEach(message -> begun.put(message.id(), message));
    }

    List<Finished> unrecorded() {
        return unrecorded;
    }

    /** Sends that have not ended. */
    int sending() {
        return begun.size() - unrecorded.size();
    }

    Set<Long> ids() {
        return begun.keySet();
    }

    boolean isEmpty() {
        return begun.isEmpty();
    }
}
