package com.campaignmanager.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** A gateway that refuses most messages, by the last digit of the phone, and says to whom and what they were. */
final class EchoingGateway implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;

    EchoingGateway() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", EchoingGateway::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/send";
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = JSON.readTree(exchange.getRequestBody());
            String phone = message.path("phone").asText();
            switch (phone.charAt(phone.length() - 1)) {
                case '1' -> refuse(exchange, 422, message);
                case '2' -> refuse(exchange, 503, message);
                case '3' -> refuse(exchange, 500, message);
                case '4' -> {} // cut
                default -> refuse(exchange, 200, message);
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, JsonNode message) throws IOException {
        String words = "about %s: %s"
                .formatted(
                        message.path("phone").asText(), message.path("content").asText());
        byte[] body = JSON.createObjectNode().put("message", words).toString().getBytes(UTF_8);
        exchange.getResponseHeaders().set("X-Echo", message.path("phone").asText());
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
