package com.campaignmanager.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** CloudFormation as a custom resource sees it, and an RDS Data API that agrees to everything. */
final class StackAnswers implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();

    StackAnswers() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/answer", call -> answers.add(JSON.readTree(taken(call))));
        server.createContext("/Execute", StackAnswers::taken);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A resource's creation, with these properties. */
    String creation(Map<String, String> properties) {
        ObjectNode event = JSON.createObjectNode()
                .put("RequestType", "Create")
                .put("ResponseURL", address() + "/answer")
                .put("StackId", "arn:aws:cloudformation:eu-west-1:123456789012:stack/campaigns/1")
                .put("RequestId", "1")
                .put("LogicalResourceId", "Resource");
        properties.forEach(event.putObject("ResourceProperties")::put);
        return event.toString();
    }

    JsonNode next() throws InterruptedException {
        return answers.poll(1, TimeUnit.MINUTES);
    }

    /** Says that all is well, to whatever came. */
    private static byte[] taken(HttpExchange call) throws IOException {
        try (call) {
            byte[] request = call.getRequestBody().readAllBytes();
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(200, answer.length);
            call.getResponseBody().write(answer);
            return request;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
