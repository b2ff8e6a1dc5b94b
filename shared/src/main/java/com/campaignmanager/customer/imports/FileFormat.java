package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.TextEncoding;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What the beginning of a file tells of the rest of it, so that a reader can go on in the middle. */
sealed interface FileFormat {
    TextEncoding encoding();

    /** The header of the list of its rejected records. */
    List<String> header();

    record Csv(TextEncoding encoding, char delimiter, List<String> header) implements FileFormat {}

    record VCards(TextEncoding encoding) implements FileFormat {
        private static final List<String> HEADER = List.of("name", "phone");

        @Override
        public List<String> header() {
            return HEADER;
        }
    }

    /** As {@code customer_imports.format} holds it. */
    default String toJson() {
        ObjectNode json =
                Json.MAPPER.createObjectNode().put("encoding", encoding().name());
        if (this instanceof Csv csv) {
            json.put("delimiter", String.valueOf(csv.delimiter));
            ArrayNode names = json.putArray("header");
            csv.header.forEach(names::add);
        }
        return json.toString();
    }

    static FileFormat fromJson(String text) {
        try {
            JsonNode json = Json.MAPPER.readTree(text);
            TextEncoding encoding = TextEncoding.valueOf(json.get("encoding").textValue());
            if (!json.has("delimiter")) {
                return new VCards(encoding);
            }
            List<String> header = new ArrayList<>();
            json.get("header").forEach(name -> header.add(name.textValue()));
            return new Csv(encoding, json.get("delimiter").textValue().charAt(0), header);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("customer_imports.format is not what this program writes", e);
        }
    }

    /** Made when it is needed first. */
    final class Json {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        private Json() {}
    }
}
