package com.campaignmanager.message;

import com.campaignmanager.event.Event;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.event.EventsLostException;
import com.campaignmanager.queue.SendQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the ids of messages that failed for good, on a Redis list and on the event bus. Both may miss some; the rows
 * in PostgreSQL are complete.
 */
public final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final SendQueue queue;
    private final EventBus events;

    public DeadLetters(SendQueue queue, EventBus events) {
        this.queue = queue;
        this.events = events;
    }

    /** @param messageIds by campaign */
    public void name(Map<Long, List<Long>> messageIds) {
        if (messageIds.isEmpty()) {
            return;
        }
        queue.nameDeadLetters(
                messageIds.values().stream().flatMap(Collection::stream).toList());
        try {
            events.put(events(messageIds));
        } catch (EventsLostException e) {
            log.warn("dead letters of {} campaigns are not published: {}", messageIds.size(), e.getMessage());
        }
    }

    private static List<Event> events(Map<Long, List<Long>> messageIds) {
        List<Event> events = new ArrayList<>();
        messageIds.forEach((campaign, ids) -> {
            for (int from = 0; from < ids.size(); from += Event.MAX_MESSAGES) {
                List<Long> some = ids.subList(from, Math.min(from + Event.MAX_MESSAGES, ids.size()));
                events.add(new Event.MessagesDeadLettered(campaign, List.copyOf(some)));
            }
        });
        return events;
    }
}
