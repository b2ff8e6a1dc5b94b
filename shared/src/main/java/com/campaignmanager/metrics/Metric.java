package com.campaignmanager.metrics;

/** The metrics. {@code docs/metrics.md} says which function measures each and what it means; a test compares the two. */
public enum Metric {
    MESSAGES_QUEUED("MessagesQueued", Unit.COUNT),
    MESSAGES_SENT("MessagesSent", Unit.COUNT),
    MESSAGES_FAILED("MessagesFailed", Unit.COUNT),
    MESSAGES_RETRIED("MessagesRetried", Unit.COUNT),
    MESSAGES_THROTTLED("MessagesThrottled", Unit.COUNT),
    CHANNEL_HOLDS("ChannelHolds", Unit.COUNT),
    DEAD_LETTERS("DeadLetters", Unit.COUNT),
    IN_DOUBT("InDoubt", Unit.COUNT),
    SEND_LATENCY("SendLatency", Unit.MILLISECONDS),
    QUEUE_DEPTH("QueueDepth", Unit.COUNT),
    OLDEST_PENDING_AGE("OldestPendingAge", Unit.SECONDS),
    STUCK_CAMPAIGNS("StuckCampaigns", Unit.COUNT),
    CAMPAIGNS_COMPLETED("CampaignsCompleted", Unit.COUNT),
    CAMPAIGNS_FAILED("CampaignsFailed", Unit.COUNT);

    /** The units of CloudWatch that are used. */
    public enum Unit {
        COUNT("Count"),
        SECONDS("Seconds"),
        MILLISECONDS("Milliseconds");

        private final String word;

        Unit(String word) {
            this.word = word;
        }

        /** As CloudWatch writes it. */
        public String wireName() {
            return word;
        }
    }

    private final String word;
    private final Unit unit;

    Metric(String word, Unit unit) {
        this.word = word;
        this.unit = unit;
    }

    /** Its name in CloudWatch, which alarms refer to. */
    public String wireName() {
        return word;
    }

    Unit unit() {
        return unit;
    }
}
