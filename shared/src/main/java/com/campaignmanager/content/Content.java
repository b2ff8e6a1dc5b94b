package com.campaignmanager.content;

import java.util.List;

/** The content of one message, decided when the message was made. */
public sealed interface Content {
    /** The message as a person reads it; for a template the preview, since the provider renders it. */
    String text();

    /** Free text. */
    record Text(String text) implements Content {}

    /**
     * A template that the WhatsApp provider has approved.
     *
     * @param language the provider's code, such as {@code en_US}
     * @param parameters the rendered values of its numbered placeholders, in order
     * @param text the preview
     */
    record ApprovedTemplate(String name, String language, List<String> parameters, String text) implements Content {}
}
