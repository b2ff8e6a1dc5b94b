package com.campaignmanager.metrics;

import com.campaignmanager.message.FailureKind;
import com.campaignmanager.message.MessageOutcome;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Collects what a function counts and measures, until {@link #flush} writes it to the function's log in CloudWatch's
 * embedded metric format: that costs a line now and then, and no call to a service. Safe for use by several threads at
 * once. A killed function loses what it had not flushed; the database has the truth.
 */
public final class Metrics {
    private final Optional<EmbeddedFormat> format;
    private final Consumer<String> lines;
    private final Map<Metric, Long> values = new EnumMap<>(Metric.class);
    private final Map<FailureKind, Long> failed = new EnumMap<>(FailureKind.class);
    private Latencies latencies = new Latencies();

    private Metrics(Optional<EmbeddedFormat> format, Consumer<String> lines) {
        this.format = format;
        this.lines = lines;
    }

    /** @param lines takes each line, without its end */
    public Metrics(String functionName, Clock clock, Consumer<String> lines) {
        this(Optional.of(new EmbeddedFormat(functionName, clock)), lines);
    }

    /** Writes to standard output in Lambda, which names the function in the environment, and nowhere on other machines. */
    public static Metrics of(Map<String, String> environment, Clock clock) {
        return Optional.ofNullable(environment.get("AWS_LAMBDA_FUNCTION_NAME"))
                .map(name -> new Metrics(name, clock, Metrics::print))
                .orElseGet(Metrics::none);
    }

    /** Metrics that nobody reads. */
    public static Metrics none() {
        return new Metrics(Optional.empty(), line -> {});
    }

    /** In one piece, so that no line of another thread comes between. */
    private static void print(String line) {
        PrintStream out = System.out;
        out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Adds so many to a counter. */
    public synchronized void count(Metric metric, long more) {
        if (more != 0) {
            values.merge(metric, more, Long::sum);
        }
    }

    /** Sets a level to its value of now; zero is written, too. */
    public synchronized void level(Metric metric, long now) {
        values.put(metric, now);
    }

    /** A send took this long, however it ended. */
    public synchronized void sendTook(long millis) {
        latencies.add(millis);
    }

    /**
     * An attempt ended like this, and that is recorded.
     *
     * @param failed the kind of failure with which the message has failed for good, which the record may have decided; empty
     *     if it has not failed
     */
    public synchronized void recorded(MessageOutcome outcome, Optional<FailureKind> failed) {
        boolean doubt = failed.filter(kind -> kind == FailureKind.UNCERTAIN).isPresent();
        if (failed.isPresent()) {
            this.failed.merge(failed.get(), 1L, Long::sum);
            boolean goodForAJob = outcome instanceof MessageOutcome.Failed attempt && !attempt.deadLetter();
            count(Metric.DEAD_LETTERS, failed.get().isRetryable() && !goodForAJob ? 1 : 0);
        } else {
            switch (outcome) {
                case MessageOutcome.Sent _ -> count(Metric.MESSAGES_SENT, 1);
                case MessageOutcome.Retry retry -> {
                    count(Metric.MESSAGES_RETRIED, 1);
                    doubt = retry.kind() == FailureKind.UNCERTAIN;
                }
                case MessageOutcome.Throttled _ -> count(Metric.MESSAGES_THROTTLED, 1);
                case MessageOutcome.Held _, MessageOutcome.Failed _ -> {}
            }
        }
        count(Metric.IN_DOUBT, doubt ? 1 : 0);
    }

    /** A campaign has ended as {@code sent}. */
    public void campaignCompleted() {
        count(Metric.CAMPAIGNS_COMPLETED, 1);
    }

    /** A campaign has ended as {@code failed}. */
    public void campaignFailed() {
        count(Metric.CAMPAIGNS_FAILED, 1);
    }

    /** Writes what has been collected since the last time, if there is anything. */
    public void flush() {
        written().forEach(lines);
    }

    private synchronized List<String> written() {
        List<String> written =
                format.map(f -> f.lines(values, failed, latencies)).orElse(List.of());
        values.clear();
        failed.clear();
        latencies = new Latencies();
        return written;
    }
}
