package com.campaignmanager.content;

import com.campaignmanager.problem.InvalidValue;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses a template that is about to be saved if somebody meant a placeholder and did not write one: an unknown name, a
 * name with spaces, capitals or in another language, doubled braces, or a brace that is never closed. Such a message would
 * go out as it was written. Other braces, such as {@code {1}} or JSON, are text.
 */
public final class TemplateCheck {
    private static final String CODE = "unknown_placeholder";

    /** In one refusal; a person mends these and asks again. */
    private static final int MAX_SHOWN = 10;

    private static final int MAX_SHOWN_LENGTH = 60;

    private static final String PLACEHOLDER = "\\{([a-z_]+)(?:\\|[^{}|]*)?\\}";

    /** Letters, marks, spaces and invisible characters, underscores and hyphens. Braces around a blank line are text. */
    private static final Pattern NAME_ALONE =
            Pattern.compile("\\{(?!\\s*\\v\\s*[|}])([\\p{L}\\p{M}\\s\\p{Z}\\p{Cf}_-]++)(\\|[^{}]*+)?\\}");

    /** A placeholder in a second pair of braces, or right after a brace too many. */
    private static final Pattern DOUBLED = Pattern.compile("\\{\\h*" + PLACEHOLDER + "\\h*\\}|\\{" + PLACEHOLDER);

    /** Up to the next brace that opens, or to the end. */
    private static final Pattern LEFT_OPEN = Pattern.compile(
            "\\{[\\s\\p{Z}\\p{Cf}]*(" + knownNames() + ")(?![\\p{L}\\p{M}\\p{N}_-])[^{}]*+(?:\\{|$)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private TemplateCheck() {}

    private static String knownNames() {
        return Arrays.stream(Placeholder.values())
                .map(known -> known.wireName().replace("_", "[\\s\\p{Z}\\p{Cf}_-]*"))
                .collect(Collectors.joining("|"));
    }

    /** Why the template can't be saved, naming each mistake with the placeholder that was probably meant; empty if it can. */
    public static Optional<InvalidValue> refusal(String template) {
        Set<String> mistakes = new LinkedHashSet<>();
        for (int brace = template.indexOf('{'); brace >= 0; brace = template.indexOf('{', brace + 1)) {
            mistakeAt(template, brace).ifPresent(mistakes::add);
        }
        return mistakes.isEmpty() ? Optional.empty() : Optional.of(new InvalidValue(CODE, message(mistakes)));
    }

    private static String message(Set<String> mistakes) {
        String shown = mistakes.stream().limit(MAX_SHOWN).collect(Collectors.joining(", "));
        int more = mistakes.size() - MAX_SHOWN;
        String rest = more > 0 ? " and " + more + " more" : "";
        return "unknown placeholder " + shown + rest + "; there are " + String.join(", ", known());
    }

    private static List<String> known() {
        return Arrays.stream(Placeholder.values())
                .map(known -> inBraces(known.wireName()))
                .toList();
    }

    private static Optional<String> mistakeAt(String template, int brace) {
        Matcher doubled = at(DOUBLED, template, brace);
        if (doubled.lookingAt()) {
            String name = Optional.ofNullable(doubled.group(1)).orElse(doubled.group(2));
            return Placeholder.of(name).map(meant -> mistake(doubled.group(), Optional.of(meant)));
        }
        Matcher alone = at(NAME_ALONE, template, brace);
        if (alone.lookingAt()) {
            return isPlaceholder(alone) ? Optional.empty() : Optional.of(mistake(alone));
        }
        Matcher open = at(LEFT_OPEN, template, brace);
        return open.lookingAt()
                ? Optional.of(
                        mistake("{" + open.group(1), PlaceholderGuess.of(open.group(1))) + ", which is not closed")
                : Optional.empty();
    }

    private static Matcher at(Pattern pattern, String template, int brace) {
        return pattern.matcher(template).region(brace, template.length());
    }

    private static boolean isPlaceholder(Matcher alone) {
        boolean oneWord = alone.group(2) == null || alone.group(2).indexOf('|', 1) < 0;
        return oneWord && Placeholder.of(alone.group(1)).isPresent();
    }

    private static String mistake(Matcher alone) {
        String name = alone.group(1);
        // A known name is wrong for what follows it, and so is shown with that.
        String shown = Placeholder.of(name).isPresent() ? alone.group() : inBraces(name);
        return mistake(shown, PlaceholderGuess.of(name));
    }

    private static String mistake(String written, Optional<Placeholder> meant) {
        return visible(written)
                + meant.map(placeholder -> " (did you mean " + inBraces(placeholder.wireName()) + "?)")
                        .orElse("");
    }

    private static String inBraces(String name) {
        return "{" + name + "}";
    }

    private static String visible(String written) {
        String shown = written.codePoints()
                .limit(MAX_SHOWN_LENGTH)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return written.codePointCount(0, written.length()) > MAX_SHOWN_LENGTH ? shown + "…" : shown;
    }
}
