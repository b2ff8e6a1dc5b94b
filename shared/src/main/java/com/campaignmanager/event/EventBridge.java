package com.campaignmanager.event;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An Amazon EventBridge bus. Region, credentials and endpoint are the environment's. */
public final class EventBridge implements EventBus {
    /** The {@code source} of every event. */
    public static final String SOURCE = "campaign-manager";

    /** As many as PutEvents takes: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
    private static final int AT_ONCE = 10;

    /** Short, since requests wait for it. The SDK repeats attempts within the total. */
    private static final Duration ONE_TRY = Duration.ofSeconds(2);

    private static final Duration ALL_TRIES = Duration.ofSeconds(5);

    private final String bus;
    private final Duration oneTry;
    private final Duration allTries;
    // Made at first use: it costs a cold start several hundred milliseconds, and most runs publish nothing.
    private Optional<EventBridgeClient> client = Optional.empty();

    /** @param bus its name or ARN */
    public EventBridge(String bus) {
        this(bus, ONE_TRY, ALL_TRIES);
    }

    EventBridge(String bus, Duration oneTry, Duration allTries) {
        this.bus = bus;
        this.oneTry = oneTry;
        this.allTries = allTries;
    }

    @Override
    public void put(List<Event> events) {
        for (int from = 0; from < events.size(); from += AT_ONCE) {
            putFew(events.subList(from, Math.min(from + AT_ONCE, events.size())));
        }
    }

    private void putFew(List<Event> events) {
        PutEventsResponse answer;
        try {
            answer = client().putEvents(
                            put -> put.entries(events.stream().map(this::entry).toList()));
        } catch (SdkException e) {
            throw new EventsLostException(e);
        }
        if (answer.failedEntryCount() > 0) {
            throw new EventsLostException(answer.entries().stream()
                    .map(PutEventsResultEntry::errorCode)
                    .filter(code -> code != null)
                    .distinct()
                    .collect(Collectors.joining(", ")));
        }
    }

    private PutEventsRequestEntry entry(Event event) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(event.type().detailType())
                .detail(event.detail().toString())
                .build();
    }

    private synchronized EventBridgeClient client() {
        client = client.or(() -> Optional.of(EventBridgeClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(
                        call -> call.apiCallAttemptTimeout(oneTry).apiCallTimeout(allTries))
                .build()));
        return client.get();
    }
}
