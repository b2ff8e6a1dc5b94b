package com.campaignmanager.event;

import com.campaignmanager.settings.Settings;
import java.util.List;

/** Where it is told what happened, so that work starts at once and others can follow it. */
public interface EventBus {
    /** There is none, as on one machine. */
    EventBus NONE = events -> {};

    /** @throws EventsLostException if some or all of them may not have arrived */
    void put(List<Event> events);

    /** The one that the settings name. */
    static EventBus of(Settings settings) {
        return settings.eventBus().<EventBus>map(EventBridge::new).orElse(NONE);
    }
}
