package com.campaignmanager.sender.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway on a raw socket, which does with each request as it was told, and keeps connections open. */
final class Gateway implements AutoCloseable {
    record Request(String head, Map<String, String> headers, String body) {}

    @FunctionalInterface
    interface Behaviour {
        void answer(Socket socket, InputStream in) throws IOException;
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private Gateway(Behaviour behaviour) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.behaviour = behaviour;
        Thread.ofVirtual().start(this::accept);
    }

    /** Reads each request and leaves the rest to the test. */
    static Gateway doing(Behaviour behaviour) {
        return new Gateway(behaviour);
    }

    /** Answers each request with this head and body. */
    static Gateway answering(String head, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        String whole = "HTTP/1.1 " + head + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        return raw(whole + new String(bytes, ISO_8859_1));
    }

    /** Reads each request and writes exactly this. */
    static Gateway raw(String answer) {
        return new Gateway((socket, in) -> socket.getOutputStream().write(answer.getBytes(ISO_8859_1)));
    }

    /** Reads each request and closes the connection. */
    static Gateway cutting() {
        return new Gateway((socket, in) -> socket.close());
    }

    /** Reads each request and never answers. */
    static Gateway hanging() {
        return new Gateway((socket, in) -> in.read());
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/send";
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.size();
    }

    List<Request> requests() {
        return requests;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!socket.isClosed()) {
                requests.add(read(in));
                behaviour.answer(socket, in);
            }
        } catch (IOException e) {
            // the other side has gone
        }
    }

    private static Request read(InputStream in) throws IOException {
        String head = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(": ", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
        return new Request(head, headers, new String(body, UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the end");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
