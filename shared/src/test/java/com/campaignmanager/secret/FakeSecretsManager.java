package com.campaignmanager.secret;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;

/** Gives the answers it was told to give, one after the other, and keeps what it was asked. */
final class FakeSecretsManager implements AutoCloseable {
    /** What came in. */
    record Request(Headers headers, String body) {}

    /** What goes out. */
    record Answer(int status, String body) {}

    private final HttpServer server;
    private final Queue<Answer> answers;
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    FakeSecretsManager(Answer... answers) throws IOException {
        this.answers = new ArrayDeque<>(List.of(answers));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            try (call) {
                requests.add(new Request(
                        call.getRequestHeaders(),
                        new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                Answer answer = this.answers.remove();
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                call.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
                call.sendResponseHeaders(answer.status(), body.length);
                call.getResponseBody().write(body);
            }
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
