package com.campaignmanager.campaign;

import com.campaignmanager.content.Placeholder;
import com.campaignmanager.content.Template;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A template that a WhatsApp provider has approved (contract 11.2).
 *
 * @param name the provider's name of it
 * @param language the provider's code, such as {@code en_US}
 * @param parameters the values of its numbered placeholders, each a template of ours
 */
public record ProviderTemplate(String name, String language, List<String> parameters) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalStateException if it can't be read, because it was saved some other way than through the API */
    static ProviderTemplate read(String column) {
        try {
            JsonNode json = JSON.readTree(column);
            List<String> parameters = new ArrayList<>();
            json.path("parameters").forEach(parameter -> parameters.add(parameter.asText()));
            return new ProviderTemplate(
                    json.path("name").asText(), json.path("language").asText(), parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a provider_template can't be read", e);
        }
    }

    String write() {
        ObjectNode json = JSON.createObjectNode().put("name", name).put("language", language);
        ArrayNode values = json.putArray("parameters");
        parameters.forEach(values::add);
        return json.toString();
    }

    List<Template> parse(Map<Placeholder, String> fallbacks) {
        return parameters.stream().map(each -> Template.parse(each, fallbacks)).toList();
    }
}
