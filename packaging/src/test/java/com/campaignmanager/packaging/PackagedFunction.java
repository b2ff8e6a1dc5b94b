package com.campaignmanager.packaging;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/** A function's zip, unpacked and run as Lambda runs it: AWS's own runtime client in a process of its own. */
final class PackagedFunction implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RuntimeApi runtime;
    private final Process process;
    private final Path log;

    private PackagedFunction(RuntimeApi runtime, Process process, Path log) {
        this.runtime = runtime;
        this.process = process;
        this.log = log;
    }

    static PackagedFunction start(SamTemplate.Function function, Map<String, String> settings, Path directory)
            throws IOException {
        Path task = directory.resolve(function.name());
        unpack(function.zip(), task);
        RuntimeApi runtime =
                new RuntimeApi(Duration.ofSeconds((int) function.properties().get("Timeout")));
        Path log = directory.resolve(function.name() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command(task, function.handler()))
                .directory(task.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
        builder.environment().putAll(settings);
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API", runtime.address(),
                        "AWS_LAMBDA_FUNCTION_NAME", function.name(),
                        "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024",
                        "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/test",
                        "AWS_LAMBDA_LOG_STREAM_NAME", "test",
                        "AWS_REGION", "eu-west-1",
                        "LAMBDA_TASK_ROOT", task.toString(),
                        "_HANDLER", function.handler()));
        return new PackagedFunction(runtime, builder.start(), log);
    }

    private static List<String> command(Path task, String handler) {
        String runtime = Stream.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
                .map(PackagedFunction::jar)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As java25 runs where neither SnapStart nor provisioned concurrency is on.
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(File.pathSeparator, runtime, task.toString(), task.resolve("lib") + "/*"),
                AWSLambda.class.getName(),
                handler);
    }

    private static String jar(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static void unpack(Path archive, Path directory) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        }
    }

    /** What the function answers to this event. */
    JsonNode invoke(String event) throws IOException, InterruptedException {
        runtime.put(event);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            RuntimeApi.Answer answer = runtime.answers().poll(1, TimeUnit.SECONDS);
            if (answer != null && !answer.failed()) {
                return JSON.readTree(answer.body());
            }
            if (answer != null) {
                throw new AssertionError("the function failed: " + answer.body() + "\n" + log());
            }
        }
        throw new AssertionError("no answer from the function\n" + log());
    }

    /** All it has written so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        runtime.close();
    }
}
