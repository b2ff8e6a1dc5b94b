package com.campaignmanager.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's side of a function: hands it one event after the other and takes its answers.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
final class RuntimeApi implements AutoCloseable {
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final String RESTORE = "/2018-06-01/runtime/restore/";

    /** What the function said to an event, or that it failed. */
    record Answer(boolean failed, String body) {}

    private final HttpServer server;
    private final Duration time;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch readyForSnapshot = new CountDownLatch(1);
    private final CountDownLatch restored = new CountDownLatch(1);

    /** @param time what the function is told that it has for an event */
    RuntimeApi(Duration time) {
        this.time = time;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    void put(String event) {
        events.add(event);
    }

    BlockingQueue<Answer> answers() {
        return answers;
    }

    /** Whether the function has asked for its first event, or does so within that time. */
    boolean isAsked(Duration atMost) throws InterruptedException {
        return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether a function with SnapStart has done all it wants to before its snapshot, or does so within that time. */
    boolean isReadyForSnapshot(Duration atMost) throws InterruptedException {
        return readyForSnapshot.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets it go on, as an instance that was restored from the snapshot. */
    void restore() {
        restored.countDown();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (path.equals(INVOCATION + "next")) {
            next(exchange);
            return;
        }
        if (path.equals(RESTORE + "next")) {
            restore(exchange);
            return;
        }
        answers.add(new Answer(!path.endsWith("/response"), body));
        answer(exchange, 202, "{}");
    }

    private void next(HttpExchange exchange) throws IOException {
        asked.countDown();
        try {
            String event = events.take();
            var headers = exchange.getResponseHeaders();
            headers.set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
            headers.set("Lambda-Runtime-Deadline-Ms", String.valueOf(System.currentTimeMillis() + time.toMillis()));
            headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:test");
            answer(exchange, 200, event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restore(HttpExchange exchange) throws IOException {
        readyForSnapshot.countDown();
        try {
            restored.await();
            answer(exchange, 200, "{}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        // Without it the runtime's native client crashes.
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
