package com.campaignmanager.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server as a network does that may forget connections: of those that are open then nothing comes through
 * any more, and neither side is told. New ones work.
 */
public final class ForgetfulFront implements AutoCloseable {
    private final ServerSocket socket;
    private volatile URI behind;
    private final AtomicInteger callers = new AtomicInteger();
    private volatile int forgotten;

    /** @param behind the server's address */
    public ForgetfulFront(String behind) throws IOException {
        this.behind = URI.create(behind);
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    /** Leads those to come to another server, as a name does after a failover; who is connected stays where they are. */
    public void leadTo(String other) {
        behind = URI.create(other);
    }

    public String url() {
        return behind.toString().replace(":" + behind.getPort(), ":" + socket.getLocalPort());
    }

    public void forget() {
        forgotten = callers.get();
    }

    /** Nothing comes through of those to come, either. */
    public void fallSilent() {
        forgotten = Integer.MAX_VALUE;
    }

    /** How many have connected so far. */
    public int callers() {
        return callers.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                Socket server = new Socket(behind.getHost(), behind.getPort());
                int number = callers.incrementAndGet();
                Thread.startVirtualThread(() -> pass(caller, server, number));
                Thread.startVirtualThread(() -> pass(server, caller, number));
            } catch (IOException e) {
                // Closed, or one of them is gone.
            }
        }
    }

    private void pass(Socket from, Socket to, int number) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[8192];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                if (number > forgotten) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // One of them has closed, and so both are.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
