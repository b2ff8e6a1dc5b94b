package com.campaignmanager.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * Something that happened, as it is published on the event bus. {@code docs/events.md} describes the form of each event.
 * Subscribers rely on it: members are added, never changed or removed.
 */
public sealed interface Event {
    /** An event with this many ids stays far below EventBridge's limit of 256 KB. */
    int MAX_MESSAGES = 1_000;

    EventType type();

    /** The event's {@code detail}. Holds no phone number and no message text. */
    ObjectNode detail();

    record WorkQueued() implements Event {
        @Override
        public EventType type() {
            return EventType.WORK_QUEUED;
        }

        @Override
        public ObjectNode detail() {
            return object();
        }
    }

    record AudienceFrozen() implements Event {
        @Override
        public EventType type() {
            return EventType.AUDIENCE_FROZEN;
        }

        @Override
        public ObjectNode detail() {
            return object();
        }
    }

    record ImportUnfinished(UUID importId) implements Event {
        @Override
        public EventType type() {
            return EventType.IMPORT_UNFINISHED;
        }

        @Override
        public ObjectNode detail() {
            return object().put("import_id", importId.toString());
        }
    }

    /**
     * A campaign is {@code sent}, or {@code failed} as a whole.
     *
     * @param at when it ended; together with the id it distinguishes this end from a later one, after a retry
     */
    record CampaignEnded(long campaignId, String name, String channel, boolean failed, Instant at, long sent, long lost)
            implements Event {
        @Override
        public EventType type() {
            return failed ? EventType.CAMPAIGN_FAILED : EventType.CAMPAIGN_COMPLETED;
        }

        @Override
        public ObjectNode detail() {
            ObjectNode detail = object().put("campaign_id", campaignId)
                    .put("name", name)
                    .put("channel", channel)
                    .put("status", failed ? "failed" : "sent")
                    .put("ended_at", at.truncatedTo(ChronoUnit.MILLIS).toString());
            detail.putObject("stats")
                    .put("total", sent + lost)
                    .put("sent", sent)
                    .put("failed", lost);
            return detail;
        }
    }

    /** These messages failed for good; at most {@link #MAX_MESSAGES} in one event. */
    record MessagesDeadLettered(long campaignId, List<Long> messageIds) implements Event {
        @Override
        public EventType type() {
            return EventType.MESSAGES_DEAD_LETTERED;
        }

        @Override
        public ObjectNode detail() {
            ObjectNode detail = object().put("campaign_id", campaignId);
            messageIds.forEach(detail.putArray("message_ids")::add);
            return detail;
        }
    }

    /**
     * A scheduled campaign was due and is a draft again.
     *
     * @param reason as its {@code status_reason} has it
     */
    record CampaignNotReleased(long campaignId, String reason) implements Event {
        @Override
        public EventType type() {
            return EventType.CAMPAIGN_NOT_RELEASED;
        }

        @Override
        public ObjectNode detail() {
            return object().put("campaign_id", campaignId).put("reason", reason);
        }
    }

    /**
     * A channel is held because the provider refuses our account.
     *
     * @param code the provider's; empty if it gave none
     * @param since when the hold began; together with the channel it distinguishes this hold from a later one
     */
    record ChannelHeld(String channel, String code, String reason, Instant since) implements Event {
        @Override
        public EventType type() {
            return EventType.CHANNEL_HELD;
        }

        @Override
        public ObjectNode detail() {
            return object().put("channel", channel)
                    .put("code", code)
                    .put("reason", reason)
                    .put("since", since.truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
