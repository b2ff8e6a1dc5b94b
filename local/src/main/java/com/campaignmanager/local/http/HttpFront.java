package com.campaignmanager.local.http;

import com.campaignmanager.local.StartFailedException;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** The HTTP server, on 127.0.0.1. It occupies its port from the beginning; requests wait until {@link #serve}. */
public final class HttpFront implements AutoCloseable {
    private static final Duration FINISH = Duration.ofSeconds(1);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpFront(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
    }

    /** @param port 0: any free one */
    public static HttpFront open(int port) {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
            return new HttpFront(HttpServer.create(address, 0));
        } catch (BindException e) {
            throw new StartFailedException(
                    "PORT " + port + " is taken by another program; stop that one, or set PORT to another", e);
        } catch (IOException e) {
            throw new StartFailedException("can't listen on PORT " + port + ": " + e.getMessage(), e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Sends requests under this path to the handler; of several paths the longest wins. */
    public void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /** Begins to answer. */
    public HttpFront start() {
        server.start();
        return this;
    }

    /** Accepts no more requests and gives running ones a moment to finish. A second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.stop((int) FINISH.toSeconds());
            threads.shutdownNow();
        }
    }
}
