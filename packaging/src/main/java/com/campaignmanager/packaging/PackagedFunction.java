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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/** A function's zip, run as Lambda runs it: AWS's own runtime client in a process of its own. */
public final class PackagedFunction implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NATIVE =
            "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final RuntimeApi runtime;
    private final Process process;
    private final Path log;

    private PackagedFunction(RuntimeApi runtime, Process process, Path log) {
        this.runtime = runtime;
        this.process = process;
        this.log = log;
    }

    public static PackagedFunction start(UnpackedZip zip, Launch launch) throws IOException {
        RuntimeApi runtime = new RuntimeApi(Duration.ofSeconds(launch.timeoutSeconds()));
        Path log = zip.directory().resolveSibling(zip.name() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command(zip, launch))
                .directory(zip.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
        builder.environment().putAll(launch.environment());
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API", runtime.address(),
                        "AWS_LAMBDA_FUNCTION_NAME", zip.name(),
                        "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(launch.memoryMb()),
                        "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/test",
                        "AWS_LAMBDA_LOG_STREAM_NAME", "test",
                        "AWS_REGION", "eu-west-1",
                        "LAMBDA_TASK_ROOT", zip.directory().toString(),
                        "_HANDLER", zip.handler()));
        return new PackagedFunction(runtime, builder.start(), log);
    }

    /** As the template has it, but for its memory, which a test does with less of. */
    public static PackagedFunction start(SamTemplate.Function function, Map<String, String> settings, Path directory)
            throws IOException {
        return start(function.unpack(directory), Launch.with(settings).timeoutSeconds(function.timeoutSeconds()));
    }

    private static List<String> command(UnpackedZip zip, Launch launch) throws IOException {
        String runtime = Stream.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
                .map(PackagedFunction::jar)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(launch.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.flags());
        command.addAll(List.of(
                // As java25 runs where neither SnapStart nor provisioned concurrency is on.
                "-XX:TieredStopAtLevel=1",
                // As a machine of one processor has it by default.
                "-XX:+UseSerialGC",
                "-Xmx" + launch.memoryMb() * 3 / 4 + "m",
                // As Lambda's own start of a JVM has it: hooks registered with org.crac are the runtime's.
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                NATIVE + nativePart(zip.directory().getParent()),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(
                        File.pathSeparator,
                        runtime,
                        zip.directory().toString(),
                        zip.directory().resolve("lib") + "/*"),
                AWSLambda.class.getName(),
                zip.handler()));
        return command;
    }

    /**
     * The runtime client's native part, for one process alone, as Lambda names it to the JVM. Left to itself the client
     * unpacks it to one place for all processes, and those that start at once crash over a half-written file.
     */
    private static Path nativePart(Path directory) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        Path file = Files.createTempFile(directory, "native", ".so");
        try (InputStream content =
                AWSLambda.class.getResourceAsStream("/jni/libaws-lambda-jni.linux-" + machine + ".so")) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static String jar(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    /** Waits until it asks for its first event: all of its initialization is done then. */
    public void awaitReady() throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!runtime.isAsked(Duration.ofMillis(100))) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new AssertionError("the function does not start\n" + log());
            }
        }
    }

    /** Waits until a function with SnapStart has done what it wants to before its snapshot. */
    public void awaitSnapshot() throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!runtime.isReadyForSnapshot(Duration.ofMillis(100))) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new AssertionError("it does not come to its snapshot\n" + log());
            }
        }
    }

    /** Lets it go on after that. */
    public void restore() {
        runtime.restore();
    }

    /** What it says when it fails before its first event. */
    public String failure() throws IOException, InterruptedException {
        RuntimeApi.Answer answer = runtime.answers().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer == null || !answer.failed()) {
            throw new AssertionError("it did not fail\n" + log());
        }
        return answer.body();
    }

    /** What the function answers to this event. */
    public JsonNode invoke(String event) throws IOException, InterruptedException {
        return JSON.readTree(answer(event));
    }

    /** The same, as it came. */
    public String answer(String event) throws IOException, InterruptedException {
        runtime.put(event);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            RuntimeApi.Answer answer = runtime.answers().poll(1, TimeUnit.SECONDS);
            if (answer != null && !answer.failed()) {
                return answer.body();
            }
            if (answer != null) {
                throw new AssertionError("the function failed: " + answer.body() + "\n" + log());
            }
        }
        throw new AssertionError("no answer from the function\n" + log());
    }

    /** The process it runs in. */
    public long pid() {
        return process.pid();
    }

    /** All it has written so far. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        runtime.close();
    }
}
