package com.campaignmanager.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An audience as JSON: what {@code campaigns.audience} holds and the API shows. */
public final class AudienceColumn {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AudienceColumn() {}

    /** {@code {"customer_ids":[…]}}, {@code {"filter":{…}}}, {@code {"import":"…"}} or {@code {"all":true}}. */
    public static String write(Audience audience) {
        ObjectNode json = JSON.createObjectNode();
        switch (audience) {
            case Audience.Customers customers -> {
                ArrayNode ids = json.putArray("customer_ids");
                customers.ids().forEach(ids::add);
            }
            case Audience.Filter filter -> {
                ObjectNode fields = json.putObject("filter");
                filter.location().ifPresent(location -> fields.put("location", location));
                filter.preferredProduct().ifPresent(product -> fields.put("preferred_product", product));
            }
            case Audience.Import(UUID id) -> json.put("import", id.toString());
            case Audience.All all -> json.put("all", true);
        }
        return json.toString();
    }

    /** @throws IllegalStateException if the column holds something else */
    public static Audience read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.has("customer_ids")) {
                return customers(json.get("customer_ids"));
            }
            if (json.has("filter")) {
                return filter(json.get("filter"));
            }
            if (json.has("import")) {
                return new Audience.Import(importId(json.get("import").asText()));
            }
            if (json.path("all").booleanValue()) {
                return new Audience.All();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audience is not JSON", e);
        }
        throw new IllegalStateException("an audience has none of customer_ids, filter, import, all");
    }

    private static UUID importId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the import of an audience has no id", e);
        }
    }

    private static Audience customers(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalStateException("customer_ids is not an array");
        }
        List<Long> ids = new ArrayList<>();
        for (JsonNode id : array) {
            if (!id.isIntegralNumber()) {
                throw new IllegalStateException("one of customer_ids is not a whole number");
            }
            ids.add(id.longValue());
        }
        return new Audience.Customers(ids);
    }

    /** A filter without any field that we know would match everybody. */
    private static Audience filter(JsonNode fields) {
        Optional<String> location = field(fields, "location");
        Optional<String> preferredProduct = field(fields, "preferred_product");
        if (location.isEmpty() && preferredProduct.isEmpty()) {
            throw new IllegalStateException("a filter has none of location, preferred_product");
        }
        return new Audience.Filter(location, preferredProduct);
    }

    private static Optional<String> field(JsonNode filter, String name) {
        JsonNode value = filter.path(name);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new IllegalStateException("the " + name + " of a filter is not a text");
        }
        return Optional.ofNullable(value.textValue());
    }
}
