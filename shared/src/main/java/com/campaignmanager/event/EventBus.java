package com.campaignmanager.event;

import com.campaignmanager.settings.Settings;
import java.util.List;

/** Takes events, so that work starts at once and subscribers can follow what happens. */
public interface EventBus {
    /** No bus, as on one machine: takes events and forgets them. */
    EventBus NONE = events -> {};

    /** @throws EventsLostException if some or all of them may not have arrived */
    void put(List<Event> events);

    /** The bus that the settings name, or none. */
    static EventBus of(Settings settings) {
        return settings.eventBus().<EventBus>map(EventBridge::new).orElse(NONE);
    }
}
