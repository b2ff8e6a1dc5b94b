package com.campaignmanager.testing;

import com.campaignmanager.event.Event;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.event.EventsLostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told, or takes nothing. */
public final class TestBus implements EventBus {
    public final List<Event> events = new CopyOnWriteArrayList<>();
    public volatile boolean isDown;

    @Override
    public void put(List<Event> told) {
        if (isDown) {
            throw new EventsLostException("it is down");
        }
        events.addAll(told);
    }
}
