package com.campaignmanager.campaign;

import com.campaignmanager.content.TemplateCheck;
import com.campaignmanager.problem.InvalidValue;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import com.campaignmanager.sender.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a campaign's texts and times may be. Lengths are in characters, that is code points. */
public final class CampaignRules {
    public static final int MAX_NAME_LENGTH = 200;
    public static final int MAX_TEMPLATE_LENGTH = 4_096;
    public static final int MAX_PROVIDER_TEMPLATE_NAME = 512;
    public static final int MAX_PARAMETERS = 50;
    private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,3}([_-][a-zA-Z0-9]{2,8})*");

    /** Also known as a space of no width that doesn't break. */
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    /** For clocks that differ, and for a form that was filled in slowly. */
    private static final Duration SCHEDULE_TOLERANCE = Duration.ofMinutes(5);

    private CampaignRules() {}

    /** Why this can be no campaign's name, or empty if it can. */
    public static Optional<InvalidValue> nameRefusal(String name) {
        return textRefusal(name, MAX_NAME_LENGTH);
    }

    /** Why this can be no campaign's template, or empty if it can. */
    public static Optional<InvalidValue> templateRefusal(String template) {
        return textRefusal(template, MAX_TEMPLATE_LENGTH).or(() -> TemplateCheck.refusal(template));
    }

    /** Why a campaign can not be scheduled for this instant, or empty if it can. A time just past is due at once. */
    public static Optional<InvalidValue> scheduleRefusal(Instant scheduledAt, Instant now) {
        return scheduledAt.isBefore(now.minus(SCHEDULE_TOLERANCE))
                ? Optional.of(new InvalidValue(
                        "scheduled_in_the_past",
                        "is more than " + SCHEDULE_TOLERANCE.toMinutes()
                                + " minutes in the past; give a later time, or send the campaign now"))
                : Optional.empty();
    }

    /** Why its fields don't go together, or empty if they do. */
    static Optional<ProblemException> termsRefusal(Campaign campaign) {
        boolean tooEarly = campaign.sendBefore()
                .flatMap(end -> campaign.scheduledAt().filter(start -> !end.isAfter(start)))
                .isPresent();
        if (tooEarly) {
            return Optional.of(ProblemException.invalid(
                    "send_before_too_early", List.of(new FieldError("send_before", "must be after scheduled_at"))));
        }
        boolean isForWhatsapp = campaign.providerTemplate().isEmpty() || campaign.channel() == Channel.WHATSAPP;
        return isForWhatsapp
                ? Optional.empty()
                : Optional.of(ProblemException.invalid(
                        InvalidValue.INVALID,
                        List.of(new FieldError("provider_template", "is for the channel whatsapp alone"))));
    }

    /** Why this can be no name of a provider's template, or empty if it can. */
    public static Optional<InvalidValue> providerTemplateNameRefusal(String name) {
        return textRefusal(name, MAX_PROVIDER_TEMPLATE_NAME);
    }

    /** Why this can be no language of a provider's template, or empty if it can. */
    public static Optional<InvalidValue> languageRefusal(String language) {
        return LANGUAGE.matcher(language).matches()
                ? Optional.empty()
                : Optional.of(InvalidValue.of("must be the provider's code of a language, such as en or en_US"));
    }

    private static Optional<InvalidValue> textRefusal(String text, int longest) {
        if (isBlank(text)) {
            return Optional.of(InvalidValue.of("must not be blank"));
        }
        if (text.codePointCount(0, text.length()) > longest) {
            return Optional.of(InvalidValue.of("must have at most " + longest + " characters"));
        }
        return Optional.empty();
    }

    /** Whether nothing of it can be seen. Java's own test passes over spaces that don't break. */
    public static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK);
    }
}
