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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLoggingTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void each_event_is_one_line_of_json_with_the_request_id() throws IOException {
        LoggerContext context = context(Map.of());
        context.getMDCAdapter().put("request_id", "r-1");
        context.getLogger("com.campaignmanager.api").info("sent {} \"messages\"\nin all", 3);
        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.path("level").asText()).isEqualTo("INFO");
            assertThat(line.path("loggerName").asText()).isEqualTo("com.campaignmanager.api");
            assertThat(line.path("formattedMessage").asText()).isEqualTo("sent 3 \"messages\"\nin all");
            assertThat(line.path("mdc").path("request_id").asText()).isEqualTo("r-1");
            assertThat(line.path("timestamp").isIntegralNumber()).isTrue();
        });
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
