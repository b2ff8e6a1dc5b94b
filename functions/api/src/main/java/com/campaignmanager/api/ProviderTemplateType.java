package com.campaignmanager.api;

import com.campaignmanager.campaign.CampaignRules;
import com.campaignmanager.campaign.TermChanges.ProviderTemplateChanges;
import com.campaignmanager.problem.InvalidValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code {"name": …, "language": …, "parameters": […]}}, of which a merge patch may leave out any. */
final class ProviderTemplateType implements JsonType<ProviderTemplateChanges> {
    private static final JsonType<String> NAME = JsonTypes.text(CampaignRules::providerTemplateNameRefusal);
    private static final JsonType<String> LANGUAGE = JsonTypes.text(CampaignRules::languageRefusal);
    private static final JsonType<String> PARAMETER = JsonTypes.text(CampaignRules::templateRefusal);

    @Override
    public Optional<ProviderTemplateChanges> read(JsonNode node, String field, FieldErrors errors) {
        return JsonBody.object().read(node, field, errors).map(body -> {
            ProviderTemplateChanges changes = new ProviderTemplateChanges(
                    body.given("name", NAME),
                    body.given("language", LANGUAGE),
                    body.given("parameters", ProviderTemplateType::parameters));
            body.endOfObject();
            return changes;
        });
    }

    /** A template that the provider has approved may have none. */
    private static Optional<List<String>> parameters(JsonNode node, String field, FieldErrors errors) {
        if (!node.isArray() || node.size() > CampaignRules.MAX_PARAMETERS) {
            errors.add(
                    field,
                    InvalidValue.of("must be an array of at most " + CampaignRules.MAX_PARAMETERS + " templates"));
            return Optional.empty();
        }
        List<String> parameters = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            PARAMETER.read(node.get(i), field + "[" + i + "]", errors).ifPresent(parameters::add);
        }
        return Optional.of(parameters);
    }
}
