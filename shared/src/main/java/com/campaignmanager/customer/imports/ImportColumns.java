package com.campaignmanager.customer.imports;

import com.campaignmanager.wire.WireName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** What is kept as JSON in {@code customer_imports}. */
final class ImportColumns {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ImportColumns() {}

    static String rejected(List<RejectedLine> lines) {
        ArrayNode array = JSON.createArrayNode();
        lines.forEach(line -> array.addObject()
                .put("line", line.line())
                .put("value", line.value())
                .put("reason", line.reason()));
        return array.toString();
    }

    /** An older release kept no value. */
    static List<RejectedLine> rejected(String json) {
        return list(
                json,
                line -> new RejectedLine(
                        line.path("line").longValue(),
                        line.path("value").asText(""),
                        line.path("reason").asText("")));
    }

    static String notes(List<ImportNote> notes) {
        ArrayNode array = JSON.createArrayNode();
        notes.forEach(note -> array.addObject()
                .put("kind", note.kind().wireName())
                .put("count", note.count())
                .put("first_line", note.firstLine()));
        return array.toString();
    }

    static List<ImportNote> notes(String json) {
        return list(
                json,
                note -> new ImportNote(
                        WireName.of(NoteKind.class, note.path("kind").asText()).orElseThrow(),
                        note.path("count").longValue(),
                        note.path("first_line").longValue()));
    }

    static String texts(List<String> texts) {
        ArrayNode array = JSON.createArrayNode();
        texts.forEach(text -> array.add(text.replace('\0', ' ')));
        return array.toString();
    }

    static List<String> texts(String json) {
        return list(json, JsonNode::textValue);
    }

    private static <T> List<T> list(String json, Function<JsonNode, T> read) {
        try {
            return StreamSupport.stream(JSON.readTree(json).spliterator(), false)
                    .map(read)
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("customer_imports holds what this program doesn't write", e);
        }
    }
}
