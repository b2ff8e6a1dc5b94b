package com.campaignmanager.worker;

import com.campaignmanager.event.Event;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.event.EventsLostException;
import com.campaignmanager.metrics.Metric;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.sender.Channel;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes that a channel is held, once per hold and process, and counts it for the alarm. */
final class AnnounceHolds {
    private static final Logger log = LoggerFactory.getLogger(AnnounceHolds.class);

    private final Jdbi jdbi;
    private final EventBus events;
    private final Metrics metrics;
    private final Map<Channel, Instant> announced = new EnumMap<>(Channel.class);

    AnnounceHolds(Jdbi jdbi, EventBus events, Metrics metrics) {
        this.jdbi = jdbi;
        this.events = events;
        this.metrics = metrics;
    }

    private record Hold(Channel channel, String code, String reason, Instant since) {}

    void run() {
        for (Hold hold : holds()) {
            metrics.count(Metric.CHANNEL_HOLDS, 1);
            if (!hold.since.equals(announced.get(hold.channel))) {
                announce(hold);
            }
        }
    }

    private void announce(Hold hold) {
        log.error("channel {} is held: {} {}", hold.channel.wireName(), hold.code, hold.reason);
        try {
            events.put(List.of(new Event.ChannelHeld(hold.channel.wireName(), hold.code, hold.reason, hold.since)));
            announced.put(hold.channel, hold.since);
        } catch (EventsLostException e) {
            log.warn(
                    "the hold of channel {} will be published after its next probe: {}",
                    hold.channel.wireName(),
                    e.getMessage());
        }
    }

    private List<Hold> holds() {
        // no index: channels has one row per channel
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT channel, held_code, held_reason, held_since FROM channels WHERE held_since IS NOT NULL")
                .map((row, _) -> new Hold(
                        Channel.of(row.getString("channel")).orElseThrow(),
                        row.getString("held_code"),
                        row.getString("held_reason"),
                        row.getObject("held_since", OffsetDateTime.class).toInstant()))
                .list());
    }
}
