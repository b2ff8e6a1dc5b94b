package com.campaignmanager.campaign;

import com.campaignmanager.problem.Problem;
import com.campaignmanager.problem.Problem.FieldError;
import com.campaignmanager.problem.Refusal;
import com.campaignmanager.template.Template;
import java.util.Map;
import java.util.Optional;

/** What a campaign's texts may be. Lengths are in characters, that is code points. */
public final class CampaignRules {
    public static final int LONGEST_NAME = 200;
    public static final int LONGEST_TEMPLATE = 4_096;

    /** Also known as a space of no width that doesn't break. */
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private CampaignRules() {}

    /** Why this can be no campaign's name, or empty if it can. */
    public static Optional<Refusal> nameRefusal(String name) {
        return textRefusal(name, LONGEST_NAME);
    }

    /** Why this can be no campaign's template, or empty if it can. */
    public static Optional<Refusal> templateRefusal(String template) {
        return textRefusal(template, LONGEST_TEMPLATE).or(() -> placeholderRefusal(template));
    }

    private static Optional<Refusal> textRefusal(String text, int longest) {
        if (isBlank(text)) {
            return Optional.of(Refusal.of("must not be blank"));
        }
        if (text.codePointCount(0, text.length()) > longest) {
            return Optional.of(Refusal.of("must have at most " + longest + " characters"));
        }
        return Optional.empty();
    }

    /** Whether nothing of it can be seen. Java's own test passes over spaces that don't break. */
    public static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK);
    }

    private static Optional<Refusal> placeholderRefusal(String template) {
        try {
            Template.parse(template, Map.of());
            return Optional.empty();
        } catch (Problem problem) {
            FieldError error = problem.errors().getFirst();
            return Optional.of(new Refusal(problem.code(), error.message()));
        }
    }
}
