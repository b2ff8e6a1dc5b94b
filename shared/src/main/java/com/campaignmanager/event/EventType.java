package com.campaignmanager.event;

/** The kinds of events: the {@code detail-type} on the bus, which rules match. */
public enum EventType {
    /** Messages are due: starts a worker. */
    WORK_QUEUED("Work Queued"),
    /** An audience is to be expanded: starts the scheduler. */
    AUDIENCE_FROZEN("Audience Frozen"),
    /** An import needs more time than one invocation has: starts the importer again. */
    IMPORT_UNFINISHED("Import Unfinished"),
    CAMPAIGN_COMPLETED("Campaign Completed"),
    CAMPAIGN_FAILED("Campaign Failed"),
    CAMPAIGN_NOT_RELEASED("Campaign Not Released"),
    MESSAGES_DEAD_LETTERED("Messages Dead Lettered"),
    CHANNEL_HELD("Channel Held");

    private final String detailType;

    EventType(String detailType) {
        this.detailType = detailType;
    }

    public String detailType() {
        return detailType;
    }
}
