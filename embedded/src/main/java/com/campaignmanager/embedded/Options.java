package com.campaignmanager.embedded;

import java.nio.file.Path;

/**
 * How an embedded server runs.
 *
 * @param port where it listens, on 127.0.0.1; 0: any free port that the system gives to no outgoing
 *     connection, the same again after a restart
 * @param durable whether what it has confirmed survives a power cut
 * @param cluster whether a Redis is to be a node of a cluster, which somebody else puts together
 * @param programs the directory into which its programs are unpacked once
 */
public record Options(int port, boolean durable, boolean cluster, Path programs) {

    /** Fast and forgetful, on any port. */
    public static Options fast() {
        return new Options(0, false, false, Programs.shared());
    }

    /** Forgets nothing, on any port. */
    public static Options lasting() {
        return new Options(0, true, false, Programs.shared());
    }

    public Options onPort(int other) {
        return new Options(other, durable, cluster, programs);
    }

    public Options inCluster() {
        return new Options(port, durable, true, programs);
    }

    public Options withProgramsIn(Path other) {
        return new Options(port, durable, cluster, other);
    }
}
