package com.campaignmanager.message;

import com.campaignmanager.content.Recipient;
import com.campaignmanager.content.SmsSegments;
import com.campaignmanager.content.Template;
import com.campaignmanager.sender.Channel;
import java.util.List;
import java.util.Optional;

/**
 * Decides the content of a campaign's messages, once, when they are made.
 *
 * @param text what a person reads; the preview where the provider renders an approved template
 * @param parameters the values for the provider's approved template, each a template of its own; empty: free text
 * @param maxSegments SMS parts that a message may take
 */
public record MakeMessages(Channel channel, Template text, Optional<List<Template>> parameters, int maxSegments) {

    /**
     * @param segments SMS parts; 1 for any other channel
     * @param refusal why it can never be sent; it is stored as failed
     */
    record Made(
            Recipient recipient,
            String text,
            Optional<List<String>> parameters,
            int segments,
            Optional<String> refusal) {}

    Made make(Recipient recipient) {
        String rendered = text.render(recipient);
        Optional<List<String>> values = parameters.map(
                all -> all.stream().map(each -> each.render(recipient)).toList());
        int segments = channel == Channel.SMS ? SmsSegments.of(rendered).count() : 1;
        return new Made(recipient, rendered, values, segments, refusal(rendered, values, segments));
    }

    private Optional<String> refusal(String rendered, Optional<List<String>> values, int segments) {
        if (rendered.isBlank()) {
            return Optional.of("the message is blank for this recipient");
        }
        if (segments > maxSegments) {
            return Optional.of("the message takes " + segments + " parts; at most " + maxSegments + " are allowed");
        }
        if (values.stream().flatMap(List::stream).anyMatch(String::isBlank)) {
            return Optional.of("a parameter of the approved template is blank for this recipient");
        }
        return Optional.empty();
    }
}
