package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.event.EventBridge;
import com.campaignmanager.event.EventType;
import com.campaignmanager.packaging.Events.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What starts the functions but HTTP: ticks, wake-ups and uploads, and where they go when nobody takes them. */
class EventsTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();
    private static final Map<String, Object> AT_ONCE_OR_NEVER =
            Map.of("MaximumRetryAttempts", 0, "MaximumEventAgeInSeconds", 60);

    @Test
    void worker_and_scheduler_tick_each_minute() {
        List<Event> ticks = Events.ofType("ScheduleV2");
        assertThat(ticks).extracting(Event::function).containsExactlyInAnyOrder("SendWorker", "Scheduler");
        assertThat(ticks)
                .allSatisfy(
                        tick -> assertThat(tick.property("ScheduleExpression")).contains("rate(1 minute)"))
                // SAM's own name for it would be taken for a second stack.
                .allSatisfy(tick -> assertThat(tick.property("OmitName")).contains(true));
    }

    /** The other way round: events without a rule are those for subscribers. */
    @Test
    void every_rule_matches_an_event_that_is_told_and_starts_the_function_for_it() {
        Map<List<?>, String> started = Events.ofType("EventBridgeRule").stream()
                .collect(Collectors.toMap(
                        rule -> (List<?>)
                                rule.property("Pattern", "detail-type").orElseThrow(),
                        Event::function));
        assertThat(started)
                .isEqualTo(Map.of(
                        List.of(EventType.WORK_QUEUED.detailType()), "SendWorker",
                        List.of(EventType.AUDIENCE_FROZEN.detailType()), "Scheduler",
                        List.of(EventType.IMPORT_UNFINISHED.detailType()), "Importer"));
    }

    @Test
    void every_rule_is_on_the_bus_that_the_functions_tell() {
        Object bus = Map.of("Ref", "EventBus");
        assertThat(TEMPLATE.variables(TEMPLATE.function("SendWorker")).get("EVENT_BUS"))
                .isEqualTo(bus);
        assertThat(Events.ofType("EventBridgeRule"))
                .allSatisfy(rule -> assertThat(rule.property("EventBusName")).contains(bus))
                .allSatisfy(
                        rule -> assertThat(rule.property("Pattern", "source")).contains(List.of(EventBridge.SOURCE)));
    }

    /** What the functions tell each other is nobody else's business. */
    @Test
    void the_sample_for_subscribers_takes_everything_else() {
        Object pattern = SamTemplate.at(
                        SamTemplate.load(SamTemplate.ROOT.resolve("samples/webhook.yaml")),
                        "Resources",
                        "Rule",
                        "Properties",
                        "EventPattern")
                .orElseThrow();
        List<String> ours = Events.ofType("EventBridgeRule").stream()
                .flatMap(rule ->
                        Rendered.texts(rule.property("Pattern", "detail-type").orElseThrow()).stream())
                .toList();
        List<String> others = Arrays.stream(EventType.values())
                .map(EventType::detailType)
                .filter(type -> !ours.contains(type))
                .toList();
        assertThat(pattern).isEqualTo(Map.of("source", List.of(EventBridge.SOURCE), "detail-type", others));
    }

    /** The importer reads {@code import_id} at the top of what it gets. */
    @Test
    void the_importer_gets_the_detail_alone() {
        assertThat(Events.all())
                .filteredOn(event -> event.property("InputPath").isPresent())
                .singleElement()
                .satisfies(event -> assertThat(event.function()).isEqualTo("Importer"))
                .satisfies(event -> assertThat(event.property("InputPath")).contains("$.detail"));
    }

    @Test
    void what_cannot_be_delivered_is_kept() {
        List<Event> kept = Events.all().stream()
                .filter(event -> List.of("ScheduleV2", "EventBridgeRule").contains(event.type()))
                .toList();
        assertThat(kept)
                .hasSize(5)
                .allSatisfy(event -> assertThat(event.property("DeadLetterConfig", "Arn"))
                        .contains(Map.of("Fn::GetAtt", List.of("Undelivered", "Arn"))));
        assertThat(SamTemplate.at(
                        TEMPLATE.function("Importer").properties(),
                        "EventInvokeConfig",
                        "DestinationConfig",
                        "OnFailure",
                        "Destination"))
                .contains(Map.of("Fn::GetAtt", List.of("Undelivered", "Arn")));
    }

    @Test
    void a_tick_or_wake_up_that_is_not_taken_at_once_is_dropped_and_an_import_is_not() {
        for (Event event : Events.all()) {
            if (event.type().equals("ScheduleV2") || event.type().equals("EventBridgeRule")) {
                boolean isImport = event.function().equals("Importer");
                assertThat(event.property("RetryPolicy").isEmpty())
                        .as("%s", event)
                        .isEqualTo(isImport);
                event.property("RetryPolicy")
                        .ifPresent(policy -> assertThat(policy).isEqualTo(AT_ONCE_OR_NEVER));
            }
        }
        for (String function : List.of("SendWorker", "Scheduler")) {
            assertThat(TEMPLATE.function(function).properties().get("EventInvokeConfig"))
                    .as(function)
                    .isEqualTo(AT_ONCE_OR_NEVER);
        }
    }

    @Test
    void an_upload_starts_the_importer() {
        assertThat(Events.ofType("S3")).singleElement().satisfies(upload -> {
            assertThat(upload.function()).isEqualTo("Importer");
            assertThat(upload.property("Bucket")).contains(Map.of("Ref", "ImportBucket"));
            assertThat(TEMPLATE.resource("ImportBucket").property("BucketName"))
                    .contains(TEMPLATE.variables(TEMPLATE.function("Api")).get("IMPORT_BUCKET"));
        });
    }
}
