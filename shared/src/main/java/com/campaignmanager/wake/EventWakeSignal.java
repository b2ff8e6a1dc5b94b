package com.campaignmanager.wake;

import com.campaignmanager.event.Event;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.event.EventsLostException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes by events, for which the bus has rules. If one is lost, the next tick does the work. */
public final class EventWakeSignal implements WakeSignal {
    private static final Logger log = LoggerFactory.getLogger(EventWakeSignal.class);

    private final EventBus events;

    public EventWakeSignal(EventBus events) {
        this.events = events;
    }

    @Override
    public void workers() {
        tell(new Event.WorkQueued());
    }

    @Override
    public void scheduler() {
        tell(new Event.AudienceFrozen());
    }

    private void tell(Event event) {
        try {
            events.put(List.of(event));
        } catch (EventsLostException e) {
            log.warn("left to the next tick: {}", e.getMessage());
        }
    }
}
