package com.campaignmanager.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks that an answer is one that {@code openapi.yaml} describes for its request. */
final class Conformance {
    private final Description description = Description.get();

    void check(Answer answer) {
        switch (answer.status() < 300 ? answer.request().method() : "refused") {
            case "OPTIONS" -> {
                assertThat(answer.header("Allow")).as(answer.toString()).isPresent();
                assertThat(answer.body()).as(answer.toString()).isEmpty();
            }
            case "HEAD" -> assertThat(answer.body()).as(answer.toString()).isEmpty();
            default -> checkDescribed(answer);
        }
    }

    private void checkDescribed(Answer answer) {
        Request request = answer.request();
        String responses = description
                .operation(request.method(), request.path())
                .map(operation -> operation.pointer() + "/responses/" + answer.status())
                .orElseGet(() -> outside(request));
        String response = description.resolved(responses);
        assertThat(description.at(response).isMissingNode())
                .as("openapi.yaml has no %s: %s", responses, answer)
                .isFalse();
        checkHeaders(answer, response);
        checkBody(answer, response);
        if (answer.status() < 300) {
            checkRequest(answer);
        }
    }

    /** What is taken must be described as such. */
    private void checkRequest(Answer answer) {
        Request request = answer.request();
        String type = request.headers().getOrDefault("content-type", "none");
        String schema = description
                        .operation(request.method(), request.path())
                        .orElseThrow()
                        .pointer()
                + "/requestBody/content/" + Description.escaped(type) + "/schema";
        request.body()
                .filter(_ -> type.endsWith("json"))
                .ifPresent(body -> assertThat(description.errors(schema, new String(body, StandardCharsets.UTF_8)))
                        .as("the body of %s was taken", request)
                        .isEmpty());
    }

    private String outside(Request request) {
        return description.template(request.path()).isPresent()
                ? "/components/responses/MethodNotAllowed"
                : "/components/responses/NotFound";
    }

    private void checkHeaders(Answer answer, String response) {
        description.at(response + "/headers").forEachEntry((name, _) -> {
            String header = description.resolved(response + "/headers/" + name);
            Optional<String> value = answer.header(name);
            if (description.at(header + "/required").asBoolean(false)) {
                assertThat(value).as("header %s of %s", name, answer).isPresent();
            }
            value.ifPresent(text -> assertThat(description.errors(
                            header + "/schema", JsonMapper.shared().writeValueAsString(text)))
                    .as("header %s of %s", name, answer)
                    .isEmpty());
        });
    }

    private void checkBody(Answer answer, String response) {
        JsonNode content = description.at(response + "/content");
        if (content.isMissingNode()) {
            assertThat(answer.body()).as("body of %s", answer).isEmpty();
            return;
        }
        String type = answer.header("Content-Type").orElse("none").replaceFirst(";.*", "");
        assertThat(content.has(type)).as("content type %s of %s", type, answer).isTrue();
        if (type.endsWith("json")) {
            String schema = response + "/content/" + Description.escaped(type) + "/schema";
            assertThat(description.errors(schema, answer.body()))
                    .as("body of %s", answer)
                    .isEmpty();
        }
        if (type.equals("application/problem+json")) {
            assertThat(answer.number("/status")).as("status of %s", answer).isEqualTo(answer.status());
            assertThat(answer.header("X-Request-Id"))
                    .as("request id of %s", answer)
                    .contains(answer.text("/request_id"));
        }
    }
}
