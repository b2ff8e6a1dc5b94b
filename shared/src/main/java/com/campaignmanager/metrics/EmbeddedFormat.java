package com.campaignmanager.metrics;

import com.campaignmanager.message.FailureKind;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CloudWatch's embedded metric format: a line of JSON that names its metrics and holds their values, from which CloudWatch
 * Logs makes metrics. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
final class EmbeddedFormat {
    private static final String NAMESPACE = "CampaignManager";
    private static final String FUNCTION_NAME = "FunctionName";
    private static final String FAILURE_KIND = "FailureKind";
    private static final List<List<String>> BY_FUNCTION = List.of(List.of(FUNCTION_NAME));
    private static final List<List<String>> BY_FUNCTION_AND_KIND =
            List.of(List.of(FUNCTION_NAME), List.of(FUNCTION_NAME, FAILURE_KIND));
    private static final JsonFactory JSON = new JsonFactory();

    private final String functionName;
    private final Clock clock;

    EmbeddedFormat(String functionName, Clock clock) {
        this.functionName = functionName;
        this.clock = clock;
    }

    /** Writes the members of a line that hold its dimensions and values. */
    private interface Values {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * One line for all single values, one per kind of failure, since a line has only one value of a dimension, and one for
     * the latencies: the specification does not describe their form, and the other metrics should not depend on it.
     */
    List<String> lines(Map<Metric, Long> values, Map<FailureKind, Long> failed, Latencies latencies) {
        List<String> lines = new ArrayList<>();
        if (!values.isEmpty()) {
            lines.add(line(BY_FUNCTION, values.keySet(), json -> writeEach(json, values)));
        }
        failed.forEach((kind, count) ->
                lines.add(line(BY_FUNCTION_AND_KIND, EnumSet.of(Metric.MESSAGES_FAILED), json -> {
                    json.writeStringField(FAILURE_KIND, kind.wireName());
                    writeEach(json, Map.of(Metric.MESSAGES_FAILED, count));
                })));
        if (!latencies.isEmpty()) {
            lines.add(line(BY_FUNCTION, EnumSet.of(Metric.SEND_LATENCY), json -> writeAll(json, latencies)));
        }
        return lines;
    }

    private String line(List<List<String>> dimensions, Set<Metric> metrics, Values values) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeObjectFieldStart("_aws");
            json.writeNumberField("Timestamp", clock.millis());
            json.writeArrayFieldStart("CloudWatchMetrics");
            writeDirective(json, dimensions, metrics);
            json.writeEndArray();
            json.writeEndObject();
            json.writeStringField(FUNCTION_NAME, functionName);
            values.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void writeDirective(JsonGenerator json, List<List<String>> dimensions, Set<Metric> metrics)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("Namespace", NAMESPACE);
        json.writeArrayFieldStart("Dimensions");
        for (List<String> set : dimensions) {
            json.writeArray(set.toArray(String[]::new), 0, set.size());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (Metric metric : metrics) {
            json.writeStartObject();
            json.writeStringField("Name", metric.wireName());
            json.writeStringField("Unit", metric.unit().wireName());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeEach(JsonGenerator json, Map<Metric, Long> values) throws IOException {
        for (Map.Entry<Metric, Long> value : values.entrySet()) {
            json.writeNumberField(value.getKey().wireName(), value.getValue());
        }
    }

    /** In the form in which AWS's OpenTelemetry exporter hands CloudWatch its histograms. */
    private static void writeAll(JsonGenerator json, Latencies latencies) throws IOException {
        json.writeObjectFieldStart(Metric.SEND_LATENCY.wireName());
        json.writeArrayFieldStart("Values");
        for (int bucket = 0; bucket < Latencies.BUCKETS; bucket++) {
            if (latencies.count(bucket) > 0) {
                json.writeNumber(latencies.mean(bucket));
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("Counts");
        for (int bucket = 0; bucket < Latencies.BUCKETS; bucket++) {
            if (latencies.count(bucket) > 0) {
                json.writeNumber(latencies.count(bucket));
            }
        }
        json.writeEndArray();
        json.writeNumberField("Min", latencies.least());
        json.writeNumberField("Max", latencies.most());
        json.writeNumberField("Count", latencies.count());
        json.writeNumberField("Sum", latencies.sum());
        json.writeEndObject();
    }
}
