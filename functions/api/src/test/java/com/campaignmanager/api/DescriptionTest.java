package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Description;
import com.campaignmanager.api.testing.Operation;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DescriptionTest {
    private final Description description = Description.get();

    /** The OpenAPI Initiative's own schema, https://spec.openapis.org/oas/3.1/schema/2022-10-07. */
    @Test
    void it_is_a_valid_openapi_3_1_document() throws IOException {
        try (InputStream schema = getClass().getResourceAsStream("/openapi-3.1-schema.json")) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(schema)
                            .validate(description.document().toString(), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void each_reference_leads_somewhere() {
        List<String> lost = new ArrayList<>();
        eachNode("", description.document(), (pointer, node) -> {
            JsonNode reference = node.path("$ref");
            if (reference.isString()
                    && description.at(reference.stringValue().substring(1)).isMissingNode()) {
                lost.add(pointer + " → " + reference.stringValue());
            }
        });
        assertThat(lost).isEmpty();
    }

    @Test
    void each_component_is_used() {
        List<String> used = new ArrayList<>();
        eachNode("", description.document(), (_, node) -> {
            if (node.path("$ref").isString()) {
                used.add(node.path("$ref").stringValue());
            }
            node.path("security")
                    .forEach(scheme ->
                            scheme.forEachEntry((name, _) -> used.add("#/components/securitySchemes/" + name)));
        });
        List<String> unused = new ArrayList<>();
        description
                .at("/components")
                .forEachEntry((kind, components) -> components.forEachEntry((name, _) -> {
                    if (!used.contains("#/components/" + kind + "/" + name)) {
                        unused.add(kind + "/" + name);
                    }
                }));
        // These two answer for paths and methods that are not described.
        assertThat(unused).containsExactlyInAnyOrder("responses/NotFound", "responses/MethodNotAllowed");
    }

    @Test
    void each_operation_has_an_id_of_its_own_and_a_summary() {
        List<String> ids = new ArrayList<>();
        for (Operation operation : description.operations()) {
            JsonNode node = description.at(operation.pointer());
            assertThat(node.path("summary").asString())
                    .as("summary of %s", operation)
                    .isNotBlank();
            ids.add(node.path("operationId").asString());
        }
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void each_answer_of_each_operation_has_a_request_id() {
        eachAnswer((place, answer) ->
                assertThat(answer.path("headers").has("X-Request-Id")).as(place).isNotEqualTo(isTheGateways(place)));
    }

    @Test
    void each_operation_that_is_not_open_needs_a_token() {
        assertThat(description.at("/security/0").has("Token")).isTrue();
        for (Operation operation : description.operations()) {
            JsonNode node = description.at(operation.pointer());
            for (String status : List.of("401", "403")) {
                assertThat(node.path("responses").has(status))
                        .as("%s of %s", status, operation)
                        .isNotEqualTo(node.has("security"));
            }
        }
    }

    /** The gateway in front of the API says no in its own words, and so does it when the API is silent. */
    @Test
    void each_operation_has_the_gateways_own_answers() {
        for (Operation operation : description.operations()) {
            boolean takesBody = description.at(operation.pointer()).has("requestBody");
            for (String status : takesBody ? List.of("413", "429", "500", "503") : List.of("429", "500", "503")) {
                String place = description.resolved(operation.pointer() + "/responses/" + status);
                assertThat(description.errors(
                                place + "/content/application~1json/schema", "{\"message\": \"Not this time\"}"))
                        .as("%s of %s", status, operation)
                        .isEmpty();
            }
        }
    }

    @Test
    void each_post_can_be_repeated_with_a_key() {
        for (Operation operation : description.operations()) {
            if (operation.method().equals("POST")) {
                JsonNode node = description.at(operation.pointer());
                assertThat(node.path("parameters").toString())
                        .as("parameters of %s", operation)
                        .contains("\"#/components/parameters/IdempotencyKey\"");
                assertThat(codes(operation, "409")).as("409 of %s", operation).contains("request_in_progress");
                assertThat(codes(operation, "422")).as("422 of %s", operation).contains("idempotency_key_reused");
                assertThat(codes(operation, "400")).as("400 of %s", operation).contains("invalid_idempotency_key");
            }
        }
    }

    private String codes(Operation operation, String status) {
        String response = description.resolved(operation.pointer() + "/responses/" + status);
        return description
                .at(response + "/content/application~1problem+json/schema/properties/code/enum")
                .toString();
    }

    @Test
    void each_refusal_is_a_problem_with_its_own_codes() {
        eachAnswer((place, answer) -> {
            String status = place.substring(place.lastIndexOf('/') + 1);
            if (status.compareTo("400") >= 0 && !place.startsWith("/paths/~1health/") && !isTheGateways(place)) {
                JsonNode members = answer.at("/content/application~1problem+json/schema/properties");
                assertThat(members.at("/status/const").asString()).as(place).isEqualTo(status);
                assertThat(members.at("/code/enum").isEmpty()).as(place).isFalse();
            }
        });
    }

    @Test
    void each_example_is_valid_by_its_schema() {
        List<String> wrong = new ArrayList<>();
        List<String> checked = new ArrayList<>();
        eachNode("", description.document(), (pointer, node) -> {
            if (!node.has("schema")) {
                return;
            }
            if (node.has("example")) {
                check(pointer + "/schema", node.path("example"), wrong, checked);
            }
            node.path("examples").forEachEntry((name, _) -> {
                String example = description.resolved(pointer + "/examples/" + Description.escaped(name));
                check(pointer + "/schema", description.at(example + "/value"), wrong, checked);
            });
        });
        assertThat(wrong).isEmpty();
        assertThat(checked).hasSizeGreaterThan(50);
    }

    private void check(String schema, JsonNode value, List<String> wrong, List<String> checked) {
        checked.add(schema);
        description.errors(schema, value.toString()).forEach(error -> wrong.add(schema + " " + error));
    }

    private void eachAnswer(BiConsumer<String, JsonNode> check) {
        for (Operation operation : description.operations()) {
            String responses = operation.pointer() + "/responses";
            description.at(responses).forEachEntry((status, _) -> {
                String place = responses + "/" + status;
                check.accept(place, description.at(description.resolved(place)));
            });
        }
    }

    private boolean isTheGateways(String place) {
        return description.resolved(place).startsWith("/components/responses/Gateway");
    }

    private static void eachNode(String pointer, JsonNode node, BiConsumer<String, JsonNode> visit) {
        visit.accept(pointer, node);
        node.forEachEntry((name, child) -> eachNode(pointer + "/" + Description.escaped(name), child, visit));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                eachNode(pointer + "/" + i, node.get(i), visit);
            }
        }
    }
}
