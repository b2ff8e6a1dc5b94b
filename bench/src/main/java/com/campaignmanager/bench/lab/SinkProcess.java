package com.campaignmanager.bench.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.campaignmanager.secret.Secrets;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.http.HttpSender;
import com.campaignmanager.settings.SenderSettings;
import com.fasterxml.jackson.core.JsonPointer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A gateway in a process of its own, and senders for it. */
public final class SinkProcess implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final BufferedReader output;
    private final Writer input;
    private final String url;

    private SinkProcess(Process process) throws IOException {
        this.output = process.inputReader(US_ASCII);
        this.input = process.outputWriter(US_ASCII);
        this.url = "http://127.0.0.1:" + output.readLine() + "/send";
    }

    /** @param latency how long it takes to answer */
    public static SinkProcess start(Duration latency) throws IOException {
        return new SinkProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HttpSink.class.getName(),
                        Long.toString(latency.toMillis())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public String url() {
        return url;
    }

    /** The number of requests that have arrived so far. */
    public long requests() throws IOException {
        input.write("\n");
        input.flush();
        return Long.parseLong(output.readLine());
    }

    public MessageSender sender() {
        return sender(url);
    }

    static MessageSender sender(String url) {
        Clock clock = Clock.systemUTC();
        return new HttpSender(
                new SenderSettings.Http(
                        url, Optional.empty(), TIMEOUT, JsonPointer.compile("/id"), JsonPointer.compile("/message")),
                Secrets.of(List.of(), clock),
                clock);
    }

    /** It ends with its input. */
    @Override
    public void close() throws IOException {
        input.close();
    }
}
