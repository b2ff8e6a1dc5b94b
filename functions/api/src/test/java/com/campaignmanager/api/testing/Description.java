package com.campaignmanager.api.testing;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code openapi.yaml} as the API packs it, and its schemas. Places in it are JSON Pointers. */
public final class Description {
    private static final String LOCATION = "https://campaignmanager.invalid/openapi.json";

    private final JsonNode document;
    private final SchemaRegistry schemas;

    private Description(JsonNode document) {
        this.document = document;
        this.schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(LOCATION, document.toString())));
    }

    private static final class Only {
        static final Description DESCRIPTION =
                new Description(YAMLMapper.shared().readTree(text()));
    }

    public static Description get() {
        return Only.DESCRIPTION;
    }

    /** As it is served. */
    public static String text() {
        return Resource.text("/openapi.yaml");
    }

    public JsonNode document() {
        return document;
    }

    public JsonNode at(String pointer) {
        return document.at(pointer);
    }

    /** The place itself, or the one that its {@code $ref} points to. */
    public String resolved(String pointer) {
        JsonNode reference = at(pointer).path("$ref");
        return reference.isString() ? resolved(reference.stringValue().substring(1)) : pointer;
    }

    public static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, _) -> {
                    if (Operation.METHODS.contains(method)) {
                        operations.add(new Operation(path, method.toUpperCase(Locale.ROOT)));
                    }
                }));
        return operations;
    }

    /** The operation that a request is for, if its path has that method. */
    public Optional<Operation> operation(String method, String path) {
        return template(path)
                .flatMap(template -> operations().stream()
                        .filter(operation -> operation.path().equals(template)
                                && operation.method().equals(method))
                        .findFirst());
    }

    /** The path that a request's path is described by: of several that fit the one with the fewest variables. */
    public Optional<String> template(String path) {
        String withoutSlash = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return operations().stream()
                .filter(operation -> operation.fits(withoutSlash))
                .min(Comparator.comparingInt(Operation::variables))
                .map(Operation::path);
    }

    /** What is wrong with a value by the schema at that place; empty: nothing. */
    public List<String> errors(String schemaPointer, String json) {
        return schemas
                .getSchema(SchemaLocation.of(LOCATION + "#" + schemaPointer))
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    /** Files of the class path. */
    private static final class Resource {
        static String text(String name) {
            try (InputStream in = Description.class.getResourceAsStream(name)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
