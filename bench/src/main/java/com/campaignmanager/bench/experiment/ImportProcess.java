package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.lab.Invocation;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.measure.PeakMemory;
import com.campaignmanager.customer.imports.DirectoryUploadStore;
import com.campaignmanager.customer.imports.ImportProgress;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.importer.ImportHandler;
import com.campaignmanager.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The importer in a process of its own, with the memory that Lambda would give it. It does not run from its zip, which
 * reads from S3, because the file is in a directory here.
 */
final class ImportProcess {
    private static final String NOWHERE = "http://127.0.0.1";

    private ImportProcess() {}

    /** @return its peak memory in MB */
    static double run(LabDatabase database, Path file, Path directory) throws IOException, InterruptedException {
        Path uploads = directory.resolve("uploads");
        String event = ImportBench.upload(database, new DirectoryUploadStore(uploads, NOWHERE), file);
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx768m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ImportProcess.class.getName(),
                uploads.toString(),
                event));
        builder.environment().putAll(database.environment());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the importer ended with " + process.exitValue() + ": " + output);
        }
        return Double.parseDouble(output.strip());
    }

    public static void main(String[] arguments) throws Exception {
        DirectoryUploadStore uploads = new DirectoryUploadStore(Path.of(arguments[0]), NOWHERE);
        try (ImportHandler importer =
                new ImportHandler(Settings.from(System.getenv()), uploads, ImportProgress.NONE, EventBus.NONE)) {
            new Invocation("importer", importer, Duration.ofMinutes(15)).call(arguments[1]);
        }
        System.out.println(PeakMemory.megabytes(ProcessHandle.current().pid()));
    }
}
