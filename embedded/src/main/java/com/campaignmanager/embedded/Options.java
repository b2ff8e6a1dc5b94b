package com.campaignmanager.embedded;

import java.nio.file.Path;

/**
 * How an embedded server is to run.
 *
 * @param port where it listens, on 127.0.0.1; 0: any free port, the same again after a restart
 * @param durable whether what it has confirmed survives a power cut
 * @param programs where its programs are unpacked to, once
 */
public record Options(int port, boolean durable, Path programs) {

    /** Fast and forgetful, on any port. */
    public static Options fast() {
        return new Options(0, false, Programs.shared());
    }

    /** Forgets nothing, on any port. */
    public static Options lasting() {
        return new Options(0, true, Programs.shared());
    }

    public Options onPort(int other) {
        return new Options(other, durable, programs);
    }

    public Options withProgramsIn(Path other) {
        return new Options(port, durable, other);
    }
}
