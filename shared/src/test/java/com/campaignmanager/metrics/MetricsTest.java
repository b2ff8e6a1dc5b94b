package com.campaignmanager.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.campaignmanager.message.FailureKind;
import com.campaignmanager.message.MessageOutcome;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.testing.MetricLines;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-12T19:03:58Z"), ZoneOffset.UTC);
    private static final Pattern LISTED = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\|");

    private static final ProviderError BUSY = ProviderError.of(ErrorClass.TRANSIENT, "busy");

    private static MessageOutcome.Failed failed(FailureKind kind, boolean deadLetter) {
        return new MessageOutcome.Failed(kind, BUSY, "busy", deadLetter);
    }

    private static MessageOutcome retry(FailureKind kind) {
        return new MessageOutcome.Retry(kind, BUSY, Duration.ofSeconds(1));
    }

    private static void recorded(Metrics metrics, MessageOutcome.Failed failed) {
        metrics.recorded(failed, Optional.of(failed.kind()));
    }

    private final MetricLines lines = new MetricLines();
    private final Metrics metrics = new Metrics("SendWorker", CLOCK, lines);

    @Test
    void the_lines_are_those_that_cloudwatch_reads() {
        List<String> written = new ArrayList<>();
        Metrics worker = new Metrics("SendWorker", CLOCK, written::add);
        worker.recorded(new MessageOutcome.Sent(Optional.empty()), Optional.empty());
        recorded(worker, failed(FailureKind.PERMANENT, true));
        worker.sendTook(7);
        worker.flush();
        assertThat(written).containsExactly("""
                        {"_aws":{"Timestamp":1773342238000,"CloudWatchMetrics":[{"Namespace":"CampaignManager",\
                        "Dimensions":[["FunctionName"]],"Metrics":[{"Name":"MessagesSent","Unit":"Count"},\
                        {"Name":"DeadLetters","Unit":"Count"}]}]},\
                        "FunctionName":"SendWorker","MessagesSent":1,"DeadLetters":1}""", """
                        {"_aws":{"Timestamp":1773342238000,"CloudWatchMetrics":[{"Namespace":"CampaignManager",\
                        "Dimensions":[["FunctionName"],["FunctionName","FailureKind"]],\
                        "Metrics":[{"Name":"MessagesFailed","Unit":"Count"}]}]},\
                        "FunctionName":"SendWorker","FailureKind":"permanent","MessagesFailed":1}""", """
                        {"_aws":{"Timestamp":1773342238000,"CloudWatchMetrics":[{"Namespace":"CampaignManager",\
                        "Dimensions":[["FunctionName"]],"Metrics":[{"Name":"SendLatency","Unit":"Milliseconds"}]}]},\
                        "FunctionName":"SendWorker",\
                        "SendLatency":{"Values":[7.0],"Counts":[1],"Min":7,"Max":7,"Count":1,"Sum":7}}""");
        written.forEach(lines);
    }

    @Test
    void each_outcome_counts_as_what_it_is() {
        metrics.recorded(new MessageOutcome.Sent(Optional.of("p-1")), Optional.empty());
        metrics.recorded(retry(FailureKind.TRANSIENT), Optional.empty());
        metrics.recorded(retry(FailureKind.UNCERTAIN), Optional.empty());
        recorded(metrics, failed(FailureKind.TRANSIENT, false));
        recorded(metrics, failed(FailureKind.UNCERTAIN, true));
        metrics.campaignCompleted();
        metrics.campaignFailed();
        metrics.flush();
        assertThat(lines.sum(Metric.MESSAGES_SENT)).isEqualTo(1);
        assertThat(lines.sum(Metric.MESSAGES_RETRIED)).isEqualTo(2);
        assertThat(lines.sum(Metric.MESSAGES_FAILED)).isEqualTo(2);
        assertThat(lines.failed(FailureKind.TRANSIENT)).isEqualTo(1);
        assertThat(lines.failed(FailureKind.UNCERTAIN)).isEqualTo(1);
        assertThat(lines.failed(FailureKind.PERMANENT)).isZero();
        assertThat(lines.sum(Metric.IN_DOUBT)).isEqualTo(2);
        assertThat(lines.sum(Metric.DEAD_LETTERS)).isEqualTo(1);
        assertThat(lines.sum(Metric.CAMPAIGNS_COMPLETED)).isEqualTo(1);
        assertThat(lines.sum(Metric.CAMPAIGNS_FAILED)).isEqualTo(1);
    }

    @Test
    void what_was_flushed_is_not_written_again_and_nothing_is_written_for_nothing() {
        metrics.count(Metric.MESSAGES_QUEUED, 0);
        metrics.flush();
        assertThat(lines.isEmpty()).isTrue();
        metrics.count(Metric.MESSAGES_QUEUED, 3);
        metrics.level(Metric.STUCK_CAMPAIGNS, 0);
        metrics.flush();
        metrics.flush();
        assertThat(lines.sum(Metric.MESSAGES_QUEUED)).isEqualTo(3);
        assertThat(lines.level(Metric.STUCK_CAMPAIGNS)).isZero();
        assertThat(lines.lines(Metric.MESSAGES_QUEUED)).isEqualTo(1);
    }

    @Test
    void a_million_sends_take_no_more_than_100_values_and_say_the_percentiles_within_12_percent() {
        SplittableRandom random = new SplittableRandom(5);
        long[] millis = IntStream.range(0, 1_000_000)
                .mapToLong(i -> (long) Math.exp(random.nextDouble() * 12) - 1)
                .toArray();
        Arrays.stream(millis).forEach(metrics::sendTook);
        metrics.flush();
        JsonNode distribution = lines.distribution();
        Arrays.sort(millis);
        assertThat(lines.latencies()).isEqualTo(millis.length);
        assertThat(distribution.path("Count").longValue()).isEqualTo(millis.length);
        assertThat(distribution.path("Sum").longValue())
                .isEqualTo(Arrays.stream(millis).sum());
        assertThat(distribution.path("Min").longValue()).isEqualTo(millis[0]);
        assertThat(distribution.path("Max").longValue()).isEqualTo(millis[millis.length - 1]);
        for (double share : new double[] {0.1, 0.5, 0.75, 0.9}) {
            long exact = millis[(int) (share * millis.length)];
            assertThat(percentile(distribution, share)).isCloseTo(exact, within(0.12 * exact + 0.5));
        }
    }

    private static double percentile(JsonNode distribution, double share) {
        double left = share * distribution.path("Count").longValue();
        for (int i = 0; i < distribution.path("Values").size(); i++) {
            left -= distribution.at("/Counts/" + i).longValue();
            if (left < 0) {
                return distribution.at("/Values/" + i).doubleValue();
            }
        }
        throw new AssertionError("the counts do not add up");
    }

    @Test
    void lambda_names_the_function_and_where_nobody_does_nothing_is_written() {
        assertThat(printed(Metrics.of(Map.of("SOMETHING", "else"), CLOCK))).isEmpty();
        assertThat(printed(Metrics.of(Map.of("AWS_LAMBDA_FUNCTION_NAME", "x"), CLOCK)))
                .startsWith("{")
                .endsWith("\"FunctionName\":\"x\",\"MessagesSent\":1}\n");
    }

    /** What a message that was sent brings to standard output. */
    private static String printed(Metrics metrics) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, false, UTF_8));
            metrics.count(Metric.MESSAGES_SENT, 1);
            metrics.flush();
        } finally {
            System.setOut(before);
        }
        return out.toString(UTF_8);
    }

    @Test
    void the_documentation_lists_every_metric_with_its_unit() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("repository.root"), "docs", "metrics.md"));
        List<String> listed = LISTED.matcher(page)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Metric.values())
                        .map(metric -> metric.wireName() + " " + metric.unit().wireName())
                        .toList());
    }
}
