package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Description;
import com.campaignmanager.api.testing.Operation;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Whoever copies an example from the description gets what it promises. */
class ExamplesTest {
    private final TestApi api = TestApi.empty();

    @ParameterizedTest
    @MethodSource
    void each_example_of_a_request_is_taken(Operation operation, String type, String example, JsonNode value) {
        givenThreeCustomersAndACampaign(operation.path().endsWith("/retry") ? "sent" : "draft");
        String body = type.endsWith("json") ? value.toString() : value.stringValue();

        String path = operation.path().replace("{id}", "1").replace("{phone}", "+254700000001");
        Answer answer = api.call(Request.of(operation.method(), path)
                .with("content-type", type)
                .body(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.status()).as("%s: %s", example, answer).isBetween(200, 202);
    }

    static List<Arguments> each_example_of_a_request_is_taken() {
        List<Arguments> examples = new ArrayList<>();
        for (Operation operation : Description.get().operations()) {
            JsonNode content = Description.get().at(operation.pointer() + "/requestBody/content");
            content.forEachEntry((type, media) -> media.path("examples")
                    .forEachEntry((name, example) ->
                            examples.add(Arguments.of(operation, type, name, example.path("value")))));
        }
        return examples;
    }

    private static void givenThreeCustomersAndACampaign(String status) {
        TestApi.tables().run("""
                INSERT INTO customers (phone, first_name, location, preferred_product)
                SELECT '+25470000000' || s, 'Name', 'Nairobi', 'Shoes' FROM generate_series(1, 3) AS s
                """);
        TestApi.tables().run("""
                INSERT INTO campaigns (name, channel, base_template, status, audience)
                VALUES ('Sale', 'sms', 'Hi {first_name}', '%s', '{"all": true}')
                """.formatted(status));
    }
}
