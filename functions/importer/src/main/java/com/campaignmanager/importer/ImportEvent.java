package com.campaignmanager.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which imports an invocation is about: {@code {"import_id": "…"}}, or S3's notice of uploads, whose keys are
 * {@code imports/{id}.csv}. Other keys are none of our business.
 */
record ImportEvent(Set<UUID> imports) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern KEY = Pattern.compile("imports/([0-9a-fA-F-]{36})\\.csv");

    static ImportEvent read(InputStream event) throws IOException {
        JsonNode tree = JSON.readTree(event);
        Set<UUID> imports = new LinkedHashSet<>();
        id(tree.path("import_id").asText("")).ifPresent(imports::add);
        for (JsonNode upload : tree.path("Records")) {
            // S3 writes keys as a form would:
            // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
            String key = URLDecoder.decode(
                    upload.path("s3").path("object").path("key").asText(""), StandardCharsets.UTF_8);
            Matcher ours = KEY.matcher(key);
            if (ours.matches()) {
                id(ours.group(1)).ifPresent(imports::add);
            }
        }
        return new ImportEvent(imports);
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
