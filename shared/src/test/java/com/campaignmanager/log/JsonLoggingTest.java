package com.campaignmanager.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

class JsonLoggingTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void each_event_is_one_line_of_json_with_the_request_and_the_campaign() throws IOException {
        LoggerContext context = context(Map.of());
        context.getMDCAdapter().put("request_id", "r-\"1");
        context.getMDCAdapter().put("campaign_id", "7");
        context.getLogger("com.campaignmanager.api").info("sent {} \"messages\"\nin all", 3);
        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.path("level").asText()).isEqualTo("INFO");
            assertThat(line.path("loggerName").asText()).isEqualTo("com.campaignmanager.api");
            assertThat(line.path("formattedMessage").asText()).isEqualTo("sent 3 \"messages\"\nin all");
            assertThat(line.path("request_id").asText()).isEqualTo("r-\"1");
            assertThat(line.path("campaign_id").asText()).isEqualTo("7");
            assertThat(line.path("timestamp").isIntegralNumber()).isTrue();
        });
    }

    @Test
    void outside_of_a_request_a_line_names_none() throws IOException {
        context(Map.of()).getLogger("com.campaignmanager.api").info("started");
        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line.fieldNames())
                        .toIterable()
                        .containsExactly("timestamp", "level", "loggerName", "formattedMessage", "throwable"));
    }

    @Test
    void the_campaign_named_before_is_named_again_after_another() {
        try (CampaignId.Lines _ = CampaignId.onEachLine(1)) {
            try (CampaignId.Lines _ = CampaignId.onEachLine(2)) {
                assertThat(MDC.get("campaign_id")).isEqualTo("2");
            }
            assertThat(MDC.get("campaign_id")).isEqualTo("1");
        }
        assertThat(MDC.get("campaign_id")).isNull();
    }

    @Test
    void what_a_foreign_library_threw_is_told_without_its_words() {
        Exception thrown = new IllegalStateException("to +254712345678", new IOException("Hi Alice"));
        StringWriter trace = new StringWriter();
        RedactedException.of(thrown).printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
                .contains("IllegalStateException", "IOException", "JsonLoggingTest.java")
                .doesNotContain("254712345678", "Alice");
    }

    @Test
    void an_exception_stays_on_its_line() throws IOException {
        context(Map.of()).getLogger("com.campaignmanager.api").error("failed", new IOException("the disk\nis full"));
        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.path("throwable").path("className").asText()).isEqualTo("java.io.IOException");
            assertThat(line.path("throwable").path("message").asText()).isEqualTo("the disk\nis full");
        });
    }

    @ParameterizedTest
    @CsvSource({"ERROR, 1, 1", "WARN, 2, 2", "'', 3, 2", "INFO, 3, 2", "debug, 4, 2", "TRACE, 5, 2", "LOUD, 3, 2"})
    void the_level_is_for_our_own_classes_and_libraries_only_warn(String level, int ours, int theirs)
            throws IOException {
        LoggerContext context = context(Map.of("LOG_LEVEL", level));
        everyLevel(context, "com.campaignmanager.worker");
        assertThat(lines()).hasSize(ours);
        out.reset();
        everyLevel(context, "org.example.library");
        assertThat(lines()).hasSize(theirs);
    }

    private static void everyLevel(LoggerContext context, String name) {
        var log = context.getLogger(name);
        log.error("e");
        log.warn("w");
        log.info("i");
        log.debug("d");
        log.trace("t");
    }

    private LoggerContext context(Map<String, String> environment) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setOutputStream(out);
        new JsonLogging(environment, appender).apply(context);
        return context;
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(UTF_8).lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
