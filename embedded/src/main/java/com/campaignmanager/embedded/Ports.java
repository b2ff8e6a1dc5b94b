package com.campaignmanager.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * Ports of 127.0.0.1 for servers that are stopped, killed and started again on the same port. They lie below the ports that
 * the system gives to outgoing connections: one of those could take a server's port while the server is down.
 */
final class Ports {
    /** Above most of the ports that well-known programs listen on. */
    static final int LOWEST = 10_240;

    /** This many servers may run on one machine at once. */
    private static final int ENOUGH = 1000;

    /** A Redis in a cluster also listens on its port plus this. */
    static final int TO_CLUSTER_BUS = 10_000;

    private static final Path CLIENT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    /** Linux's default. macOS has no such file, and begins later. */
    static final int USUAL_FIRST_CLIENT_PORT = 32_768;

    /** One instance for the whole JVM, so that no port is given twice while its first server is down. */
    private static final Ports OF_THIS_JVM = new Ports(firstClientPort(CLIENT_RANGE), RandomGenerator.getDefault());

    private final int count;
    private int next;

    /**
     * @param firstClientPort where the ports of outgoing connections begin; where that leaves too few below it, the choice is
     *     as if they began at Linux's default
     * @param random chooses where to begin, so that several JVMs rarely try the same port at once
     */
    Ports(int firstClientPort, RandomGenerator random) {
        int end = firstClientPort - TO_CLUSTER_BUS;
        count = (end - LOWEST >= ENOUGH ? end : USUAL_FIRST_CLIENT_PORT - TO_CLUSTER_BUS) - LOWEST;
        next = random.nextInt(count);
    }

    /** A port on which nothing listens now, nor on the one that a cluster would need with it. */
    static int free() {
        return OF_THIS_JVM.nextFree();
    }

    synchronized int nextFree() {
        for (int tried = 0; tried < count; tried++) {
            int port = LOWEST + next;
            next = (next + 1) % count;
            if (isFree(port) && isFree(port + TO_CLUSTER_BUS)) {
                return port;
            }
        }
        throw new ServerFailedException("none of the ports " + LOWEST + " to " + (LOWEST + count - 1) + " is free");
    }

    /** The first port for outgoing connections, by the file that holds the first and the last. */
    static int firstClientPort(Path range) {
        try {
            return Integer.parseInt(Files.readString(range).strip().split("\\s+")[0]);
        } catch (IOException | NumberFormatException e) {
            return USUAL_FIRST_CLIENT_PORT;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
