package com.campaignmanager.sender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What a gateway's answer means. The status decides; the body only adds a provider id or a reason. */
final class HttpAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final HttpHeaders headers;
    private final JsonNode body;

    HttpAnswer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = json(body);
    }

    SendResult result(Clock clock) {
        if (status >= 200 && status < 300) {
            return new SendResult.Accepted(providerId());
        }
        return switch (status) {
            case 408, 425, 429, 503 ->
                new SendResult.Refused(ProviderError.of(ErrorClass.TRANSIENT, reason()), retryAfter(clock));
            default -> SendResult.refused(status < 500 ? ErrorClass.RECIPIENT : ErrorClass.AMBIGUOUS, reason());
        };
    }

    private Optional<Duration> retryAfter(Clock clock) {
        return headers.firstValue("Retry-After").flatMap(value -> RetryAfter.parse(value, clock));
    }

    private Optional<String> providerId() {
        JsonNode id = body.path("id");
        return Optional.of(id)
                .filter(node -> node.isTextual() || node.isNumber())
                .map(node -> ForeignText.cleaned(node.asText()))
                .filter(text -> !text.isEmpty());
    }

    private String reason() {
        String message = ForeignText.cleaned(body.path("message").asText(""));
        return message.isEmpty() ? "the gateway answered " + status : message;
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
