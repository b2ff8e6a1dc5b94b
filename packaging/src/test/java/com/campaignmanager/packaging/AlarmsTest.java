package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.packaging.SamTemplate.Resource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alarms and dashboard look at metrics that somebody writes, and each alarm says what is to be done. */
class AlarmsTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RUN_BOOK = Pattern.compile("(?m)^### `(\\w+)`\\n\\n(\\S.+)");

    /** Namespace, dimension and metrics that AWS writes; our own are {@link Measured}'s. */
    private static final Map<String, List<String>> AWS = Map.of(
            // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
            "AWS/Lambda FunctionName", List.of("Errors", "Throttles", "ConcurrentExecutions"),
            // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
            "AWS/ApiGateway ApiId", List.of("Count", "4xx", "5xx", "Latency"),
            // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
            "AWS/SQS QueueName", List.of("ApproximateNumberOfMessagesVisible"),
            // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
            "AWS/RDS DBClusterIdentifier",
                    List.of("ACUUtilization", "ServerlessDatabaseCapacity", "DatabaseConnections"));

    static List<Resource> alarms() {
        return TEMPLATE.resources("AWS::CloudWatch::Alarm");
    }

    @ParameterizedTest
    @MethodSource("alarms")
    void an_alarm_watches_a_metric_that_is_written(Resource alarm) throws IOException {
        List<String> watched = watched(alarm);
        assertThat(watched).isNotEmpty();
        assertThat(written()).containsAll(watched);
    }

    @Test
    void the_dashboard_shows_metrics_that_are_written() throws IOException {
        JsonNode body = JSON.readTree((String) TEMPLATE.resource("Dashboard")
                .property("DashboardBody", "Fn::Sub")
                .orElseThrow());
        List<String> shown = new ArrayList<>();
        for (JsonNode widget : body.path("widgets")) {
            for (JsonNode metric : widget.path("properties").path("metrics")) {
                shown.add(shown(metric));
            }
        }
        assertThat(shown).hasSizeGreaterThan(20);
        assertThat(written()).containsAll(shown);
    }

    @Test
    void every_metric_of_our_own_is_on_the_dashboard_or_watched() {
        String dashboard = (String) TEMPLATE.resource("Dashboard")
                .property("DashboardBody", "Fn::Sub")
                .orElseThrow();
        List<String> watched =
                alarms().stream().flatMap(alarm -> watched(alarm).stream()).toList();
        assertThat(Measured.names())
                .allMatch(name -> dashboard.contains('"' + name + '"')
                        || watched.stream().anyMatch(metric -> metric.endsWith(" " + name)));
    }

    @ParameterizedTest
    @MethodSource("alarms")
    void an_alarm_tells_the_topic_and_does_not_take_silence_for_trouble(Resource alarm) {
        List<Map<String, String>> topic = List.of(Map.of("Ref", "AlarmTopic"));
        assertThat(alarm.property("AlarmActions")).contains(topic);
        assertThat(alarm.property("OKActions")).contains(topic);
        assertThat(alarm.property("TreatMissingData")).contains("notBreaching");
        assertThat(alarm.property("AlarmDescription")).isPresent();
    }

    @Test
    void the_run_book_has_a_paragraph_for_each_alarm_and_for_no_other() throws IOException {
        Set<String> described = RUN_BOOK.matcher(Files.readString(SamTemplate.ROOT.resolve("docs/operations.md")))
                .results()
                .map(MatchResult.class::cast)
                .map(paragraph -> paragraph.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = alarms().stream()
                .map(alarm -> Rendered.texts(alarm.property("AlarmName").orElseThrow())
                        .getFirst())
                .map(name -> name.replace("${AWS::StackName}-", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isEqualTo(named);
    }

    @Test
    void every_function_that_serves_is_watched_for_errors() {
        Set<String> watched = alarms().stream()
                .filter(alarm ->
                        alarm.property("MetricName").filter("Errors"::equals).isPresent())
                .map(alarm -> Rendered.texts(((Map<?, ?>)
                                        ((List<?>) alarm.property("Dimensions").orElseThrow()).getFirst())
                                .get("Value"))
                        .getFirst())
                .collect(Collectors.toSet());
        assertThat(watched).containsExactlyInAnyOrder("${Api}", "${SendWorker}", "${Scheduler}", "${Importer}");
    }

    /** {@code namespace dimension=value,… metric} of everything that the functions and AWS write. */
    private static Set<String> written() throws IOException {
        Set<String> written = new TreeSet<>(Measured.all());
        AWS.forEach((where, names) -> names.forEach(name -> written.add(where + " " + name)));
        return written;
    }

    private static List<String> watched(Resource alarm) {
        Stream<Map<?, ?>> metrics = alarm.property("Metrics").stream()
                .flatMap(all -> ((List<?>) all).stream())
                .flatMap(one -> SamTemplate.at(one, "MetricStat", "Metric").stream())
                .map(metric -> (Map<?, ?>) metric);
        Stream<Map<?, ?>> one =
                Stream.<Map<?, ?>>of(alarm.properties()).filter(properties -> properties.containsKey("MetricName"));
        return Stream.concat(metrics, one).map(AlarmsTest::watched).toList();
    }

    private static String watched(Map<?, ?> metric) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Object dimension : (List<?>) metric.get("Dimensions")) {
            names.add((String) ((Map<?, ?>) dimension).get("Name"));
            values.addAll(Rendered.texts(((Map<?, ?>) dimension).get("Value")));
        }
        return Measured.text((String) metric.get("Namespace"), names, values, (String) metric.get("MetricName"));
    }

    /** {@code [namespace, metric, dimension, value, …, {options}]}. */
    private static String shown(JsonNode metric) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 2; i + 1 < metric.size(); i += 2) {
            names.add(metric.get(i).asText());
            values.add(metric.get(i + 1).asText());
        }
        return Measured.text(
                metric.get(0).asText(), names, values, metric.get(1).asText());
    }
}
