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
 * What a function counts and measures. It gathers here and is written to the function's log by {@link #flush}, in
 * CloudWatch's embedded metric format, so that it costs a line now and then and no call to anything. Safe for use by
 * several threads at once. What a killed function had not flushed is lost: the database has the truth.
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

    /** To standard output in Lambda, which names the function in the environment, and nowhere elsewhere. */
    public static Metrics of(Map<String, String> environment, Clock clock) {
        return Optional.ofNullable(environment.get("AWS_LAMBDA_FUNCTION_NAME"))
                .map(name -> new Metrics(name, clock, Metrics::print))
                .orElseGet(Metrics::none);
    }

    /** Those that nobody reads. */
    public static Metrics none() {
        return new Metrics(Optional.empty(), line -> {});
    }

    /** In one piece, so that no line of another thread comes between. */
    private static void print(String line) {
        PrintStream out = System.out;
        out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** There are so many more. */
    public synchronized void count(Metric metric, long more) {
        if (more != 0) {
            values.merge(metric, more, Long::sum);
        }
    }

    /** It is so much now; zero is worth saying, too. */
    public synchronized void level(Metric metric, long now) {
        values.put(metric, now);
    }

    /** A send took so long, however it ended. */
    public synchronized void sendTook(long millis) {
        latencies.add(millis);
    }

    /**
     * An attempt ended like this, and that is recorded.
     *
     * @param failed as what the message has failed, which the record may have decided; empty: it has not
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

    /** Writes what has gathered since the last time, if anything has. */
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
