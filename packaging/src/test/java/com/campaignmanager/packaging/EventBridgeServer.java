package com.campaignmanager.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * EventBridge as {@code PutEvents} sees it: takes everything.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
final class EventBridgeServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<JsonNode> entries = new CopyOnWriteArrayList<>();

    EventBridgeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    /** What a function's environment needs to find it. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID", "none",
                "AWS_SECRET_ACCESS_KEY", "none",
                "EVENT_BUS", "campaigns");
    }

    /** What was put so far. */
    List<JsonNode> entries() {
        return entries;
    }

    private void take(HttpExchange call) throws IOException {
        try (call) {
            ObjectNode answer = JSON.createObjectNode().put("FailedEntryCount", 0);
            ArrayNode ids = answer.putArray("Entries");
            for (JsonNode entry : JSON.readTree(call.getRequestBody()).path("Entries")) {
                entries.add(entry);
                ids.addObject().put("EventId", Integer.toString(entries.size()));
            }
            byte[] body = JSON.writeValueAsBytes(answer);
            call.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
