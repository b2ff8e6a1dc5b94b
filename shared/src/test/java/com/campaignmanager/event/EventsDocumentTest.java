package com.campaignmanager.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.event.Event.AudienceFrozen;
import com.campaignmanager.event.Event.CampaignEnded;
import com.campaignmanager.event.Event.CampaignNotReleased;
import com.campaignmanager.event.Event.ChannelHeld;
import com.campaignmanager.event.Event.ImportUnfinished;
import com.campaignmanager.event.Event.MessagesDeadLettered;
import com.campaignmanager.event.Event.WorkQueued;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/events.md} shows each event as it is really told. */
class EventsDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern EXAMPLE = Pattern.compile("### (.+?)\\n.*?```json\\n(.+?)```", Pattern.DOTALL);
    private static final Instant ENDED = Instant.parse("2026-03-01T09:12:44.512783Z");

    static Stream<Event> events() {
        return Stream.of(
                new CampaignEnded(17, "Spring sale", "sms", false, ENDED, 9_752, 8),
                new CampaignEnded(18, "Late sale", "whatsapp", true, ENDED, 0, 120),
                new CampaignNotReleased(19, "it was due, but its audience matched no customer"),
                new MessagesDeadLettered(17, List.of(4711L, 4718L)),
                new ChannelHeld(
                        "sms", "401", "the token has been revoked", Instant.parse("2026-03-12T19:03:58.123456Z")),
                new WorkQueued(),
                new AudienceFrozen(),
                new ImportUnfinished(UUID.fromString("0f3f1c52-7a0e-4f6b-9a53-3d2f6f0a8f11")));
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_looks_as_its_example_does(Event event) throws IOException {
        assertThat(JSON.readTree(event.detail().toString()))
                .isEqualTo(examples().get(event.type().detailType()));
    }

    @Test
    void every_kind_of_event_has_its_example_and_there_is_no_other() throws IOException {
        assertThat(examples().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(EventType.values()).map(EventType::detailType).toList());
        assertThat(events().map(Event::type)).containsExactlyInAnyOrder(EventType.values());
    }

    private static Map<String, JsonNode> examples() throws IOException {
        String text = Files.readString(Path.of(System.getProperty("repository.root"), "docs", "events.md"));
        Map<String, JsonNode> examples = new LinkedHashMap<>();
        Matcher example = EXAMPLE.matcher(text);
        while (example.find()) {
            examples.put(example.group(1), JSON.readTree(example.group(2)));
        }
        return examples;
    }
}
