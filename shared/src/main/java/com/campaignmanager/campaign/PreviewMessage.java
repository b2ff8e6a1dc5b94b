package com.campaignmanager.campaign;

import com.campaignmanager.content.Placeholder;
import com.campaignmanager.content.SmsSegments;
import com.campaignmanager.content.Template;
import com.campaignmanager.customer.Customer;
import com.campaignmanager.customer.Customers;
import com.campaignmanager.problem.ProblemException;
import java.util.Map;
import java.util.Optional;

/** Renders the message that a customer would get. Sends and stores nothing. */
public final class PreviewMessage {
    private final Campaigns campaigns;
    private final Customers customers;
    private final Map<Placeholder, String> fallbacks;

    /** @param fallbacks texts for missing values where a template has no fallback of its own */
    public PreviewMessage(Campaigns campaigns, Customers customers, Map<Placeholder, String> fallbacks) {
        this.campaigns = campaigns;
        this.customers = customers;
        this.fallbacks = fallbacks;
    }

    /** @param template what the message was rendered from */
    public record Preview(String message, String template, Customer customer, SmsSegments segments) {}

    /**
     * @param override a template to render instead of the campaign's
     * @throws ProblemException {@code campaign_not_found}, {@code customer_not_found} or {@code unknown_placeholder}
     */
    public Preview preview(long campaignId, long customerId, Optional<String> override) {
        Campaign campaign = campaigns.get(campaignId);
        Customer customer = customers.get(customerId);
        String template = override.orElse(campaign.baseTemplate());
        String message = Template.parse(template, fallbacks).render(customer.recipient());
        return new Preview(message, template, customer, SmsSegments.of(message));
    }
}
