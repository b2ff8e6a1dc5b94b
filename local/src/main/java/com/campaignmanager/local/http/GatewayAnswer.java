package com.campaignmanager.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * An answer to an HTTP request: a function's, read as API Gateway reads it, or one of the gateway's own.
 *
 * @param headers with several values where the function gave several
 */
record GatewayAnswer(int status, Headers headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Headers of the connection, which the server sets itself. */
    private static final Set<String> NOT_THE_FUNCTIONS =
            Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade");

    /** The gateway's own answer when it can't use the function. */
    static GatewayAnswer ofGateway(int status, String message) {
        Headers headers = new Headers();
        headers.set("Content-Type", "application/json");
        String body = "{\"message\":\"" + message + "\"}";
        return new GatewayAnswer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a function's answer. If it has no {@code statusCode}, it is the body itself, as JSON.
     *
     * @throws IOException if it isn't such an answer
     */
    static GatewayAnswer read(byte[] answer) throws IOException {
        JsonNode json = JSON.readTree(answer);
        Headers headers = new Headers();
        if (!json.isObject() || !json.has("statusCode")) {
            headers.set("Content-Type", "application/json");
            return new GatewayAnswer(200, headers, answer);
        }
        if (!json.get("statusCode").canConvertToInt()) {
            throw new IOException("statusCode is not a number: " + json.get("statusCode"));
        }
        readHeaders(json, headers);
        return new GatewayAnswer(json.get("statusCode").asInt(), headers, readBody(json));
    }

    private static void readHeaders(JsonNode json, Headers headers) throws IOException {
        try {
            json.path("multiValueHeaders").forEachEntry((name, values) -> headers.put(name, texts(values)));
            json.path("headers").forEachEntry((name, value) -> {
                if (!headers.containsKey(name)) {
                    headers.set(name, value.asText());
                }
            });
            texts(json.path("cookies")).forEach(cookie -> headers.add("Set-Cookie", cookie));
        } catch (IllegalArgumentException e) {
            throw new IOException("a header with a line break", e);
        }
        headers.keySet().removeIf(name -> NOT_THE_FUNCTIONS.contains(name.toLowerCase(Locale.ROOT)));
    }

    private static List<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static byte[] readBody(JsonNode json) {
        String body = json.path("body").asText("");
        return json.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }

    void write(HttpExchange exchange) throws IOException {
        headers.forEach((name, values) -> exchange.getResponseHeaders().put(name, List.copyOf(values)));
        if (body.length > 0 && !headers.containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain;charset=UTF-8");
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head && body.length > 0) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        boolean noBody = head || body.length == 0;
        exchange.sendResponseHeaders(status, noBody ? -1 : body.length);
        if (!noBody) {
            exchange.getResponseBody().write(body);
        }
    }
}
