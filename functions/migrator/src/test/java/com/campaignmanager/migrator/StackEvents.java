package com.campaignmanager.migrator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** CloudFormation's side of a custom resource: sends events, and takes the answers at an address of its own. */
final class StackEvents implements AutoCloseable {
    static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Map<String, String> properties;

    StackEvents(Map<String, String> properties) throws IOException {
        this.properties = properties;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/answer", this::take);
        server.start();
    }

    /** Answers with 503 that many times. */
    void refuse(int times) {
        refusals.set(times);
    }

    JsonNode create(RequestStreamHandler handler) throws IOException {
        return send(handler, "Create", FIVE_MINUTES);
    }

    JsonNode update(RequestStreamHandler handler) throws IOException {
        return send(handler, "Update", FIVE_MINUTES);
    }

    /** @param time what the function is told it has left */
    JsonNode send(RequestStreamHandler handler, String type, Duration time) throws IOException {
        return send(handler, event(type), time);
    }

    JsonNode send(RequestStreamHandler handler, ObjectNode event, Duration time) throws IOException {
        handler.handleRequest(
                new ByteArrayInputStream(event.toString().getBytes(UTF_8)),
                OutputStream.nullOutputStream(),
                context(time));
        return answers.remove();
    }

    /** The next answer, of a handler that runs somewhere else. */
    JsonNode await() throws InterruptedException {
        return answers.poll(1, TimeUnit.MINUTES);
    }

    boolean gotNothing() {
        return answers.isEmpty();
    }

    ObjectNode event(String type) {
        ObjectNode event = JSON.createObjectNode()
                .put("RequestType", type)
                .put("ResponseURL", "http://127.0.0.1:" + server.getAddress().getPort() + "/answer?signature=abc")
                .put("StackId", "arn:aws:cloudformation:eu-west-1:123456789012:stack/campaigns/1")
                .put("RequestId", "request-" + type)
                .put("LogicalResourceId", "Schema")
                .put("ResourceType", "Custom::Schema");
        if (!type.equals("Create")) {
            event.put("PhysicalResourceId", "the-id-it-has");
        }
        ObjectNode given = event.putObject("ResourceProperties").put("ServiceToken", "arn:aws:lambda:…");
        properties.forEach(given::put);
        return event;
    }

    private void take(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            // The signature of the address is for no content type.
            boolean asSigned = call.getRequestMethod().equals("PUT")
                    && "signature=abc".equals(call.getRequestURI().getQuery())
                    && !call.getRequestHeaders().containsKey("Content-Type")
                    && body.length <= 4096;
            if (!asSigned) {
                call.sendResponseHeaders(403, -1);
            } else if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                call.sendResponseHeaders(503, -1);
            } else {
                answers.add(JSON.readTree(body));
                call.sendResponseHeaders(200, -1);
            }
        }
    }

    /** Knows the request and how much time is left, and nothing else. */
    static Context context(Duration time) {
        return (Context) Proxy.newProxyInstance(
                StackEvents.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (_, method, _) -> switch (method.getName()) {
                    case "getRemainingTimeInMillis" -> Math.toIntExact(time.toMillis());
                    case "getAwsRequestId" -> "a-request";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
