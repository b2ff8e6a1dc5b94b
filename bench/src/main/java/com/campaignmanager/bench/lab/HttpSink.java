package com.campaignmanager.bench.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The cheapest gateway that can be: it reads each request, waits as long as it was told, and accepts. A program of its own,
 * so that its processor time is not counted. It prints its port, answers each line of its input with the number of requests
 * so far, and ends with its input.
 */
final class HttpSink {
    private static final byte[] ANSWER =
            "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"id\":\"SM1\"}"
                    .getBytes(US_ASCII);
    private static final String LENGTH = "content-length:";

    private final long latencyMillis;
    private final LongAdder requests = new LongAdder();

    private HttpSink(long latencyMillis) {
        this.latencyMillis = latencyMillis;
    }

    public static void main(String[] arguments) throws IOException {
        HttpSink sink = new HttpSink(Long.parseLong(arguments[0]));
        try (ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> sink.accept(server));
            System.out.println(server.getLocalPort());
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
            while (input.readLine() != null) {
                System.out.println(sink.requests.sum());
            }
        }
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The server is closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (read(in)) {
                requests.increment();
                if (latencyMillis > 0) {
                    TimeUnit.MILLISECONDS.sleep(latencyMillis);
                }
                out.write(ANSWER);
            }
        } catch (IOException | InterruptedException e) {
            // The sender has gone.
        }
    }

    /** One request; false at the end of the connection. */
    private static boolean read(InputStream in) throws IOException {
        long length = 0;
        String line = line(in);
        if (line.isEmpty()) {
            return false;
        }
        for (; !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Long.parseLong(line.substring(LENGTH.length()).strip());
            }
        }
        in.skipNBytes(length);
        return true;
    }

    /** Without its end; empty at the end of the input. */
    private static String line(InputStream in) throws IOException {
        byte[] line = new byte[256];
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r' && length < line.length) {
                line[length++] = (byte) next;
            }
        }
        return new String(line, 0, length, US_ASCII);
    }
}
