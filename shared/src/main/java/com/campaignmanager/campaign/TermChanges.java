package com.campaignmanager.campaign;

import com.campaignmanager.wire.FieldPatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is to be changed of the terms on which a campaign is sent. Empty: left as it is. */
public record TermChanges(
        FieldPatch<Instant> sendBefore,
        Optional<Boolean> ignoreQuietHours,
        FieldPatch<ProviderTemplateChanges> providerTemplate) {
    public static final TermChanges NONE =
            new TermChanges(new FieldPatch.Kept<>(), Optional.empty(), new FieldPatch.Kept<>());

    /** Members of a {@code provider_template}, each of which may be left as it is. */
    public record ProviderTemplateChanges(
            Optional<String> name, Optional<String> language, Optional<List<String>> parameters) {

        /** Empty if there is no name, neither here nor stored. */
        public Optional<ProviderTemplate> appliedTo(Optional<ProviderTemplate> stored) {
            return name.or(() -> stored.map(ProviderTemplate::name))
                    .map(named -> new ProviderTemplate(
                            named,
                            language.or(() -> stored.map(ProviderTemplate::language))
                                    .orElse(""),
                            parameters
                                    .or(() -> stored.map(ProviderTemplate::parameters))
                                    .orElse(List.of())));
        }
    }

    /** Whether a paused campaign can be changed so: its messages are made, and follow only these. */
    boolean suitPaused() {
        return ignoreQuietHours.isEmpty()
                && switch (providerTemplate) {
                    case FieldPatch.Kept<ProviderTemplateChanges> _ -> true;
                    case FieldPatch.Cleared<ProviderTemplateChanges> _ -> false;
                    case FieldPatch.Replaced<ProviderTemplateChanges>(ProviderTemplateChanges by) ->
                        by.parameters().isEmpty();
                };
    }
}
