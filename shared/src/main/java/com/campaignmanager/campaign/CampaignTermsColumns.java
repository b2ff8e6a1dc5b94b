package com.campaignmanager.campaign;

import com.campaignmanager.campaign.TermChanges.ProviderTemplateChanges;
import com.campaignmanager.problem.InvalidValue;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import com.campaignmanager.wire.FieldPatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The columns with the terms on which a campaign is sent. By campaigns_pkey. */
final class CampaignTermsColumns {
    private static final Logger log = LoggerFactory.getLogger(CampaignTermsColumns.class);

    private CampaignTermsColumns() {}

    static CampaignTerms read(ResultSet row) throws SQLException {
        return new CampaignTerms(
                Optional.ofNullable(row.getObject("send_before", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getBoolean("ignore_quiet_hours"),
                providerTemplate(row));
    }

    /** One that can't be read, which the API did not save, is shown as none: else it would take its whole page along. */
    private static Optional<ProviderTemplate> providerTemplate(ResultSet row) throws SQLException {
        try {
            return Optional.ofNullable(row.getString("provider_template")).map(ProviderTemplate::read);
        } catch (IllegalStateException e) {
            log.warn("the provider_template of campaign {} can't be read", row.getLong("id"));
            return Optional.empty();
        }
    }

    static void write(Handle handle, long id, CampaignTerms terms) {
        handle.createUpdate("""
                        UPDATE campaigns
                        SET send_before = CAST(:sendBefore AS timestamptz), ignore_quiet_hours = :ignore,
                            provider_template = CAST(:template AS jsonb)
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("sendBefore", terms.sendBefore().map(instant -> instant.atOffset(ZoneOffset.UTC)))
                .bind("ignore", terms.ignoreQuietHours())
                .bind("template", terms.providerTemplate().map(ProviderTemplate::write))
                .execute();
    }

    /** @throws ProblemException {@code invalid_request} if a provider_template would have no name */
    static CampaignTerms changed(CampaignTerms terms, TermChanges changes) {
        return new CampaignTerms(
                changed(terms.sendBefore(), changes.sendBefore()),
                changes.ignoreQuietHours().orElse(terms.ignoreQuietHours()),
                switch (changes.providerTemplate()) {
                    case FieldPatch.Kept<ProviderTemplateChanges> _ -> terms.providerTemplate();
                    case FieldPatch.Cleared<ProviderTemplateChanges> _ -> Optional.empty();
                    case FieldPatch.Replaced<ProviderTemplateChanges>(ProviderTemplateChanges by) ->
                        Optional.of(by.appliedTo(terms.providerTemplate())
                                .orElseThrow(CampaignTermsColumns::namelessTemplate));
                });
    }

    private static ProblemException namelessTemplate() {
        return ProblemException.invalid(
                InvalidValue.INVALID, List.of(new FieldError("provider_template.name", "is required")));
    }

    private static Optional<Instant> changed(Optional<Instant> stored, FieldPatch<Instant> change) {
        return change.isGiven() ? change.value() : stored;
    }
}
