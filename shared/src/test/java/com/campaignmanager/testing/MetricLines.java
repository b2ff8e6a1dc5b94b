package com.campaignmanager.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.message.FailureKind;
import com.campaignmanager.metrics.Metric;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** Lines of metrics as CloudWatch would read them. Each is held to the specification of the embedded metric format. */
public final class MetricLines implements Consumer<String> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_METRICS = 100;
    private static final int MAX_DIMENSIONS = 30;
    private static final int MAX_VALUES = 100;

    private final List<JsonNode> lines = new CopyOnWriteArrayList<>();

    @Override
    public void accept(String line) {
        assertThat(line).doesNotContain("\n").hasSizeLessThan(256 * 1024);
        try {
            JsonNode root = JSON.readTree(line);
            checkRoot(root);
            lines.add(root);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    private static void checkRoot(JsonNode root) {
        assertThat(root.at("/_aws/Timestamp").isIntegralNumber()).isTrue();
        assertThat(root.at("/_aws/CloudWatchMetrics").size()).isPositive();
        root.at("/_aws/CloudWatchMetrics").forEach(directive -> checkDirective(root, directive));
    }

    private static void checkDirective(JsonNode root, JsonNode directive) {
        assertThat(directive.path("Namespace").asText()).isEqualTo("CampaignManager");
        assertThat(directive.path("Dimensions").size()).isPositive();
        for (JsonNode set : directive.path("Dimensions")) {
            assertThat(set.size()).isBetween(1, MAX_DIMENSIONS);
            set.forEach(name -> assertThat(root.path(name.asText()).asText()).isNotBlank());
        }
        assertThat(directive.path("Metrics").size()).isBetween(1, MAX_METRICS);
        for (JsonNode metric : directive.path("Metrics")) {
            assertThat(metric.path("Name").asText()).isNotBlank();
            assertThat(metric.path("Unit").asText()).isIn("Count", "Seconds", "Milliseconds");
            checkTarget(root.path(metric.path("Name").asText()));
        }
    }

    private static void checkTarget(JsonNode target) {
        if (target.isObject()) {
            assertThat(target.path("Values").size())
                    .isBetween(1, MAX_VALUES)
                    .isEqualTo(target.path("Counts").size());
            target.path("Values").forEach(MetricLines::checkNumber);
            target.path("Counts").forEach(MetricLines::checkNumber);
            List.of("Min", "Max", "Count", "Sum").forEach(name -> checkNumber(target.path(name)));
        } else {
            checkNumber(target);
        }
    }

    private static void checkNumber(JsonNode value) {
        assertThat(value.isNumber()).as(value.toString()).isTrue();
        assertThat(value.doubleValue()).isFinite().isNotNegative();
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** How many lines name this metric. */
    public long lines(Metric metric) {
        return lines.stream().filter(line -> line.has(metric.wireName())).count();
    }

    /** A count in all, by function. */
    public long sum(Metric metric) {
        return lines.stream()
                .mapToLong(line -> line.path(metric.wireName()).longValue())
                .sum();
    }

    /** What failed this way, by the second set of dimensions. */
    public long failed(FailureKind kind) {
        return lines.stream()
                .filter(line -> line.path("FailureKind").asText().equals(kind.wireName()))
                .filter(line -> line.at("/_aws/CloudWatchMetrics/0/Dimensions")
                        .toString()
                        .equals("[[\"FunctionName\"],[\"FunctionName\",\"FailureKind\"]]"))
                .mapToLong(line -> line.path(Metric.MESSAGES_FAILED.wireName()).longValue())
                .sum();
    }

    /** The latest level, or -1 if there is none. */
    public long level(Metric metric) {
        return lines.stream()
                .filter(line -> line.has(metric.wireName()))
                .reduce((first, second) -> second)
                .map(line -> line.path(metric.wireName()).longValue())
                .orElse(-1L);
    }

    /** How many sends the distributions hold. */
    public long latencies() {
        return lines.stream()
                .flatMap(line -> StreamSupport.stream(
                        line.path(Metric.SEND_LATENCY.wireName()).path("Counts").spliterator(), false))
                .mapToLong(JsonNode::longValue)
                .sum();
    }

    /** The distribution of the only line that has one. */
    public JsonNode distribution() {
        return lines.stream()
                .map(line -> line.path(Metric.SEND_LATENCY.wireName()))
                .filter(JsonNode::isObject)
                .reduce((first, second) -> {
                    throw new AssertionError("more than one");
                })
                .orElseThrow();
    }
}
