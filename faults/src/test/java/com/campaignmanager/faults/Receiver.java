package com.campaignmanager.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * The provider, as a process of its own. It records every request in a file before it answers, and answers as the seed says.
 * A message that it has accepted once under a key it accepts again, and records that, too.
 */
final class Receiver {
    private static final Duration HANG = Duration.ofSeconds(6);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed;
    private final Duration latency;
    private final FileChannel record;
    private final ConcurrentHashMap<Long, Integer> requests = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Boolean> accepted = new ConcurrentHashMap<>();

    private Receiver(long seed, Duration latency, FileChannel record) {
        this.seed = seed;
        this.latency = latency;
        this.record = record;
    }

    /** @param arguments the seed, the latency in milliseconds, and the file */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Receiver receiver = new Receiver(
                Long.parseLong(arguments[0]),
                Duration.ofMillis(Long.parseLong(arguments[1])),
                FileChannel.open(Path.of(arguments[2]), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", receiver::handle);
        server.start();
        Child.say("http://127.0.0.1:" + server.getAddress().getPort() + "/send");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = JSON.readTree(exchange.getRequestBody().readAllBytes());
            long id = message.get("message_id").longValue();
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            Reaction reaction = reaction(id);
            pass(latency);
            if (reaction.accepts()) {
                accepted.put(id, true);
            }
            write(new ReceivedRequest(id, key, reaction));
            answer(exchange, reaction, message);
        }
    }

    private Reaction reaction(long id) {
        int request = requests.merge(id, 1, Integer::sum);
        return accepted.containsKey(id)
                ? Reaction.ACCEPT
                : Reaction.draw(new SplittableRandom(seed ^ id * 0x9E3779B97F4A7C15L ^ (long) request << 48));
    }

    private synchronized void write(ReceivedRequest request) throws IOException {
        record.write(ByteBuffer.wrap((request.line() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** A cut is a return without an answer. A refusal quotes the message, which no log may repeat. */
    private static void answer(HttpExchange exchange, Reaction reaction, JsonNode message) throws IOException {
        switch (reaction) {
            case CUT_BEFORE, CUT_AFTER -> {}
            case HANG_BEFORE, HANG_AFTER -> pass(HANG);
            default -> {
                if (reaction == Reaction.THROTTLE) {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                }
                byte[] body = JSON.createObjectNode()
                        .put("message", "can't deliver " + message)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(reaction.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static void pass(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
