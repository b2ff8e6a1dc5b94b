package com.campaignmanager.bench.lab;

import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A drain over HTTP in a new process, which has sent nothing yet. */
public final class ColdDrain {
    private ColdDrain() {}

    /** Seconds from the start of the drain to its end; the start of the JVM is not part of them. */
    public static double seconds(LabDatabase database, SinkProcess sink, int workers)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                ColdDrain.class.getName(),
                sink.url(),
                Integer.toString(workers)));
        builder.environment().putAll(database.environment("MAX_WORKERS=" + workers));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> output = process.inputReader().lines().toList();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the drain ended with " + process.exitValue() + ": " + output);
        }
        return Double.parseDouble(output.getLast());
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.from(System.getenv());
        int workers = Integer.parseInt(arguments[1]);
        try (Workers drain = new Workers(settings, workers, SinkProcess.sender(arguments[0]))) {
            Watch watch = Watch.start();
            drain.drain();
            System.out.println(watch.seconds());
        }
    }
}
