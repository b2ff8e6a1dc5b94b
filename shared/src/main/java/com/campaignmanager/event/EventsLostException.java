package com.campaignmanager.event;

/** The event bus has not accepted some events, or has not answered in time. */
public final class EventsLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EventsLostException(String why) {
        super("the event bus did not take all events: " + why);
    }

    EventsLostException(RuntimeException cause) {
        super("the event bus did not answer: " + cause.getMessage(), cause);
    }
}
