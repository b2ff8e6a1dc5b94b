package com.campaignmanager.api;

import com.campaignmanager.problem.InvalidValue;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import com.campaignmanager.wire.FieldPatch;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object as a request brings it, read strictly: each field is asked for by name and type, and {@link #end} refuses
 * it with everything that was wrong, fields that nobody asked for included.
 */
final class JsonBody {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode json;
    private final String prefix;
    private final FieldErrors errors;
    private final Set<String> asked = new HashSet<>();

    private JsonBody(JsonNode json, String prefix, FieldErrors errors) {
        this.json = json;
        this.prefix = prefix;
        this.errors = errors;
    }

    /** @throws ProblemException {@code malformed_json}, or {@code invalid_request} if it is no object */
    static JsonBody parse(String text) {
        JsonNode json = tree(text);
        if (json.isMissingNode()) {
            throw ProblemException.of(Kind.INVALID, "malformed_json", "the body is empty; it must be a JSON object");
        }
        if (!json.isObject()) {
            throw ProblemException.of(Kind.INVALID, InvalidValue.INVALID, "the body must be a JSON object");
        }
        return new JsonBody(json, "", new FieldErrors());
    }

    /** As {@link #parse}, but an empty body stands for an object without fields. */
    static JsonBody parseOptional(String text) {
        return parse(text.isBlank() ? "{}" : text);
    }

    private static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw ProblemException.of(
                    Kind.INVALID, "malformed_json", "the body is not valid JSON" + place(e.getLocation()));
        }
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** An object in this one, whose errors count as this one's. Its end is to be called too. */
    static JsonType<JsonBody> object() {
        return (node, field, errors) -> {
            if (node.isObject()) {
                return Optional.of(new JsonBody(node, field + ".", errors));
            }
            errors.add(field, InvalidValue.of("must be an object"));
            return Optional.empty();
        };
    }

    boolean has(String field) {
        return json.has(field);
    }

    /** A field that must be there. Empty only if it is wrong, so that there is no way beyond {@link #end}. */
    <T> Optional<T> required(String field, JsonType<T> type) {
        asked.add(field);
        if (!json.has(field)) {
            refuse(field, "is required");
            return Optional.empty();
        }
        return given(field, type);
    }

    /** A field that may be absent or null. */
    <T> Optional<T> optional(String field, JsonType<T> type) {
        return json.path(field).isNull() ? absent(field) : given(field, type);
    }

    private <T> Optional<T> absent(String field) {
        asked.add(field);
        return Optional.empty();
    }

    /** A field that may be absent, but not null. */
    <T> Optional<T> given(String field, JsonType<T> type) {
        asked.add(field);
        JsonNode node = json.path(field);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (node.isNull()) {
            refuse(field, "must not be null");
            return Optional.empty();
        }
        return type.read(node, prefix + field, errors);
    }

    /** A field of a merge patch (RFC 7396): absent keeps, null clears. */
    <T> FieldPatch<T> change(String field, JsonType<T> type) {
        if (json.path(field).isNull()) {
            asked.add(field);
            return new FieldPatch.Cleared<>();
        }
        return given(field, type).<FieldPatch<T>>map(FieldPatch.Replaced::new).orElseGet(FieldPatch.Kept::new);
    }

    void refuse(String field, String message) {
        errors.add(prefix + field, InvalidValue.of(message));
    }

    /** Notes the fields that nobody asked for. */
    void endOfObject() {
        json.fieldNames().forEachRemaining(field -> {
            if (!asked.contains(field)) {
                refuse(
                        Characters.shown(field),
                        "is unknown; there are "
                                + String.join(", ", asked.stream().sorted().toList()));
            }
        });
    }

    /** @throws ProblemException with everything that was wrong, if anything was */
    void end() {
        endOfObject();
        errors.refuseAny();
    }
}
