package com.campaignmanager.sender.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The strings and numbers that stand at certain places of a JSON document, each as its text. */
final class JsonValues {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<JsonPointer, String> values;

    private JsonValues(Map<JsonPointer, String> values) {
        this.values = values;
    }

    /** Whatever isn't JSON has none. A number keeps its own text: as a number {@code 1e999999999} would be infinite. */
    static JsonValues of(byte[] document, Set<JsonPointer> wanted) {
        Map<JsonPointer, String> values = new HashMap<>();
        try (JsonParser json = JSON.createParser(document)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                    JsonPointer place = json.getParsingContext().pathAsPointer();
                    if (wanted.contains(place)) {
                        values.put(place, json.getText());
                    }
                }
            }
            return new JsonValues(values);
        } catch (IOException e) {
            return new JsonValues(Map.of());
        }
    }

    Optional<String> at(JsonPointer place) {
        return Optional.ofNullable(values.get(place));
    }
}
