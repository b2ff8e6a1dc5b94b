package com.campaignmanager.message;

import com.campaignmanager.content.Content;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Reads {@code campaigns.provider_template} for a message. */
final class ProviderTemplateColumn {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProviderTemplateColumn() {}

    static Content content(String column, List<String> parameters, String preview) {
        try {
            JsonNode template = JSON.readTree(column);
            return new Content.ApprovedTemplate(
                    template.path("name").asText(), template.path("language").asText(), parameters, preview);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a campaign's provider_template can't be read", e);
        }
    }
}
