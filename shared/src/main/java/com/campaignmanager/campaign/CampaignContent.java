package com.campaignmanager.campaign;

import com.campaignmanager.content.Placeholder;
import com.campaignmanager.content.Template;
import com.campaignmanager.hours.OpenHours;
import com.campaignmanager.message.MakeMessages;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.sender.Channel;
import java.util.Map;
import java.util.Optional;

/** The stored columns that decide the content of a campaign's messages, and at which hours they may be sent. */
record CampaignContent(
        long campaignId,
        Channel channel,
        String baseTemplate,
        Optional<String> providerTemplate,
        boolean ignoresQuietHours) {

    /** When its messages may be sent. */
    OpenHours hours(OpenHours usual) {
        return ignoresQuietHours ? OpenHours.ALWAYS : usual;
    }

    /**
     * @param fallbacks texts for missing values
     * @param maxSegments SMS parts that a message may take
     * @throws IllegalStateException if it can't be rendered, which was checked when it was saved
     */
    MakeMessages messages(Map<Placeholder, String> fallbacks, int maxSegments) {
        try {
            return new MakeMessages(
                    channel,
                    Template.parse(baseTemplate, fallbacks),
                    providerTemplate.map(ProviderTemplate::read).map(template -> template.parse(fallbacks)),
                    maxSegments);
        } catch (ProblemException e) {
            throw new IllegalStateException("its template can't be rendered: " + e.getMessage(), e);
        }
    }
}
