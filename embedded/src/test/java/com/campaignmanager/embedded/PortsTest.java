package com.campaignmanager.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    private static final int FIRST_CLIENT_PORT = Ports.USUAL_FIRST_CLIENT_PORT;

    /** Not the same in each run, since several may be going on at once. */
    private final long seed = System.nanoTime();

    @TempDir
    private Path directory;

    @Test
    void servers_and_their_cluster_buses_get_ports_below_those_of_outgoing_connections() {
        for (int i = 0; i < 200; i++) {
            int port = new Ports(FIRST_CLIENT_PORT, new Random(seed + i)).nextFree();
            assertThat(port).isBetween(Ports.LOWEST, FIRST_CLIENT_PORT - Ports.TO_CLUSTER_BUS - 1);
        }
    }

    @Test
    void a_lower_range_of_outgoing_connections_lowers_the_ports_of_servers() {
        for (int i = 0; i < 200; i++) {
            int port = new Ports(22_000, new Random(seed + i)).nextFree();
            assertThat(port + Ports.TO_CLUSTER_BUS).isLessThan(22_000);
        }
    }

    @Test
    void servers_get_ports_even_where_outgoing_connections_may_have_all() {
        assertThat(new Ports(1024, new Random(seed)).nextFree()).isGreaterThanOrEqualTo(Ports.LOWEST);
    }

    @Test
    void no_port_is_given_twice_even_when_it_is_free_again() {
        Ports ports = new Ports(FIRST_CLIENT_PORT, new Random(seed));
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(given.add(ports.nextFree())).isTrue();
        }
    }

    @Test
    void a_port_on_which_a_stranger_listens_is_passed_over() throws IOException {
        int port = first();
        try (ServerSocket stranger = listenOn(port)) {
            assertThat(first()).isNotEqualTo(stranger.getLocalPort());
        }
    }

    @Test
    void a_port_whose_cluster_bus_is_taken_is_passed_over() throws IOException {
        int port = first();
        try (ServerSocket stranger = listenOn(port + Ports.TO_CLUSTER_BUS)) {
            assertThat(first() + Ports.TO_CLUSTER_BUS).isNotEqualTo(stranger.getLocalPort());
        }
    }

    @Test
    void the_range_of_outgoing_connections_is_read_from_the_system() throws IOException {
        Path range = Files.writeString(directory.resolve("range"), "15000\t61000\n");
        assertThat(Ports.firstClientPort(range)).isEqualTo(15_000);
    }

    @Test
    void a_range_that_cannot_be_read_counts_as_the_default_of_linux() throws IOException {
        assertThat(Ports.firstClientPort(directory.resolve("missing"))).isEqualTo(32_768);
        Path rubbish = Files.writeString(directory.resolve("range"), "none\n");
        assertThat(Ports.firstClientPort(rubbish)).isEqualTo(32_768);
    }

    private int first() {
        return new Ports(FIRST_CLIENT_PORT, new Random(seed)).nextFree();
    }

    private static ServerSocket listenOn(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
