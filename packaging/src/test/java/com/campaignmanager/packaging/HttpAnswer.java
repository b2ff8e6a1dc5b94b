package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** What a function answers to an HTTP API's event, payload format 2.0. */
record HttpAnswer(JsonNode event) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static HttpAnswer to(String request, PackagedFunction api) throws IOException, InterruptedException {
        return new HttpAnswer(api.invoke(request));
    }

    HttpAnswer hasStatus(int status, String contentType) {
        assertThat(event.path("statusCode").asInt()).as(event.toString()).isEqualTo(status);
        assertThat(header("content-type")).startsWith(contentType);
        return this;
    }

    /** {@code sam local} and HTTP APIs of this format read {@code headers} alone. */
    String header(String name) {
        return event.path("headers").properties().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> header.getValue().asText())
                .findFirst()
                .orElse("");
    }

    JsonNode body() throws IOException {
        return JSON.readTree(event.path("body").asText());
    }
}
