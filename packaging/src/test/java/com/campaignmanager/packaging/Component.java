package com.campaignmanager.packaging;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** A library in a function's zip, as the build's bill of materials (CycloneDX) lists it. */
record Component(String group, String name, String version) {
    private static final JsonMapper JSON = new JsonMapper();

    /** All that the bill beside a zip lists. A test that needs it is skipped in an offline build, which makes none. */
    static List<Component> in(Path zip) throws IOException {
        assumeFalse(
                System.getProperty("build.mode").equals("offline: true"),
                "bills of materials are made without -o only");
        JsonNode bill = JSON.readTree(billOf(zip).toFile());
        return StreamSupport.stream(bill.path("components").spliterator(), false)
                .map(Component::of)
                .toList();
    }

    /** Where the build has written the bill of what is in a zip: {@code api.cdx.json} for {@code api.zip}. */
    static Path billOf(Path zip) {
        return zip.resolveSibling(zip.getFileName().toString().replace(".zip", ".cdx.json"));
    }

    private static Component of(JsonNode node) {
        return new Component(
                node.path("group").asText(),
                node.path("name").asText(),
                node.path("version").asText());
    }

    boolean isOurs() {
        return group.equals("com.campaignmanager");
    }

    /** The name of its file, such as {@code jackson-core-2.23.0.jar}. */
    String jar() {
        return name + "-" + version + ".jar";
    }
}
