package com.campaignmanager.migrator;

import com.campaignmanager.migrations.Migrations;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A migrator in a process of its own, for a test to kill. */
final class KilledMigrator {
    private KilledMigrator() {}

    static Process start(AuroraDatabase database, StackEvents stack, Path later) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledMigrator.class.getName(),
                        database.migratorUrl(),
                        later.toString(),
                        stack.event("Create").toString())
                .redirectErrorStream(true)
                .redirectOutput(later.resolve("log").toFile())
                .start();
    }

    static void main(String[] arguments) throws IOException {
        new MigratorHandler(
                        Map.of("DATABASE_URL", arguments[0]),
                        new Migrations().with("filesystem:" + arguments[1]),
                        Patience.FOR_AURORA,
                        new CloudFormation(Duration.ofMillis(1)))
                .handleRequest(
                        new ByteArrayInputStream(arguments[2].getBytes(StandardCharsets.UTF_8)),
                        OutputStream.nullOutputStream(),
                        StackEvents.context(StackEvents.FIVE_MINUTES));
    }
}
