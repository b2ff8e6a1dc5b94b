package com.campaignmanager.embedded;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in front of a real PostgreSQL and behaves like a paused one until it is woken. */
public final class Doorman implements AutoCloseable {
    private final URI database;
    private final boolean turnsAway;
    private final ServerSocket door;
    private volatile CountDownLatch awake = new CountDownLatch(1);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger callers = new AtomicInteger();

    /** @param turnsAway true: answers that it is starting; false: keeps clients waiting */
    public Doorman(String databaseUrl, boolean turnsAway) {
        try {
            this.database = URI.create(databaseUrl);
            this.turnsAway = turnsAway;
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::attend);
    }

    /** The address of the database through this doorman. */
    public String url() {
        return database.toString().replace(":" + database.getPort() + "/", ":" + door.getLocalPort() + "/");
    }

    /** How many clients have connected so far. */
    public int callers() {
        return callers.get();
    }

    public void wake() {
        awake.countDown();
    }

    /** Cuts all connections, and keeps new clients waiting from now on. */
    public void pause() throws IOException {
        awake = new CountDownLatch(1);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void attend() {
        try {
            while (true) {
                Socket caller = door.accept();
                sockets.add(caller);
                callers.incrementAndGet();
                Thread.startVirtualThread(() -> admit(caller));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void admit(Socket caller) {
        try {
            if (turnsAway && awake.getCount() > 0) {
                caller.getOutputStream().write(starting());
                caller.close();
                return;
            }
            awake.await();
            Socket server = new Socket(database.getHost(), database.getPort());
            sockets.add(server);
            Thread.startVirtualThread(() -> pipe(server, caller));
            pipe(caller, server);
        } catch (IOException e) {
            // one side is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** https://www.postgresql.org/docs/17/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-ERRORRESPONSE */
    private static byte[] starting() throws IOException {
        byte[] fields =
                "SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(message);
        out.writeByte('E');
        out.writeInt(4 + fields.length);
        out.write(fields);
        return message.toByteArray();
    }

    private static void pipe(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one side is gone
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
