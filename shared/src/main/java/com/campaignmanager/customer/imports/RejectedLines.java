package com.campaignmanager.customer.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Rejected lines as they are kept in {@code customer_imports.rejected}: {@code [{"line": 7, "reason": "…"}]}. */
final class RejectedLines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<RejectedLine>> LINES = new TypeReference<>() {};

    private RejectedLines() {}

    static String toJson(List<RejectedLine> lines) {
        try {
            return JSON.writeValueAsString(lines);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two plain values can always be written", e);
        }
    }

    static List<RejectedLine> fromJson(String json) {
        try {
            return JSON.readValue(json, LINES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("customer_imports.rejected is not what this program writes", e);
        }
    }
}
