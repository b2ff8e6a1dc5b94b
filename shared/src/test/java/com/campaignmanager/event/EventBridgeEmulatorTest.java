package com.campaignmanager.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.campaignmanager.embedded.AwsEmulator;
import com.campaignmanager.event.Event.MessagesDeadLettered;
import com.campaignmanager.wake.EventWakeSignal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Against an emulator of EventBridge, where there is one: what a rule on the bus brings to a queue. */
class EventBridgeEmulatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** However busy the machine is. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static Optional<AwsEmulator> emulator = Optional.empty();
    private static EventBridgeClient eventBridge;
    private static SqsClient sqs;

    private final String name = "campaigns-" + UUID.randomUUID();
    private final String queue = subscribe();
    private final EventBridge bus = new EventBridge(name, PATIENCE, PATIENCE);

    @BeforeAll
    static void findEmulator() {
        emulator = AwsEmulator.find("events", "sqs");
        assumeTrue(emulator.isPresent(), AwsEmulator.NONE);
        eventBridge = EventBridgeClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        sqs = SqsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterAll
    static void stop() {
        emulator.ifPresent(AwsEmulator::close);
    }

    /** A bus whose events all go to a queue; answers the queue's address. */
    private String subscribe() {
        String url = sqs.createQueue(create -> create.queueName(name)).queueUrl();
        String arn = sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        eventBridge.createEventBus(create -> create.name(name));
        eventBridge.putRule(
                put -> put.name(name).eventBusName(name).eventPattern("{\"source\":[\"" + EventBridge.SOURCE + "\"]}"));
        eventBridge.putTargets(put -> put.rule(name)
                .eventBusName(name)
                .targets(Target.builder().id("queue").arn(arn).build()));
        return url;
    }

    private List<JsonNode> received(int atLeast) throws IOException {
        List<JsonNode> received = new ArrayList<>();
        while (received.size() < atLeast) {
            for (Message message : sqs.receiveMessage(receive ->
                            receive.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(5))
                    .messages()) {
                received.add(JSON.readTree(message.body()));
                sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
            }
        }
        return received;
    }

    @Test
    void an_event_arrives_as_its_type_says_with_its_detail() throws Exception {
        Event event = new MessagesDeadLettered(17, List.of(4711L, 4718L));
        bus.put(List.of(event));
        JsonNode received = received(1).getFirst();
        assertThat(received.path("source").asText()).isEqualTo("campaign-manager");
        assertThat(received.path("detail-type").asText()).isEqualTo("Messages Dead Lettered");
        assertThat(received.path("detail"))
                .isEqualTo(JSON.readTree(event.detail().toString()));
    }

    @Test
    void more_events_than_one_call_takes_all_arrive() throws Exception {
        bus.put(LongStream.rangeClosed(1, 25)
                .<Event>mapToObj(id -> new MessagesDeadLettered(id, List.of(id)))
                .toList());
        assertThat(received(25))
                .extracting(event -> event.path("detail").path("campaign_id").asLong())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 25).boxed().toList());
    }

    @Test
    void a_wake_up_is_an_event_that_a_rule_can_match() throws Exception {
        EventWakeSignal wake = new EventWakeSignal(bus);
        wake.workers();
        wake.scheduler();
        assertThat(received(2))
                .extracting(event -> event.path("detail-type").asText())
                .containsExactlyInAnyOrder("Work Queued", "Audience Frozen");
    }

    @Test
    void a_bus_that_is_not_there_costs_a_wake_up_and_nothing_else() {
        EventBridge nowhere = new EventBridge("no-such-bus-" + UUID.randomUUID());
        new EventWakeSignal(nowhere).workers();
    }
}
