package com.campaignmanager.content;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A message template, parsed once and rendered for many recipients. {@code {first_name}} stands for a field of the
 * recipient and {@code {first_name|Customer}} gives a word for when that field is empty. Other braces are text. Values
 * go in as they are: whatever they hold is never expanded again.
 */
public final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)(?:\\|([^{}|]*))?\\}");

    /** A placeholder, the word for a missing value, and the text that follows. */
    private record Piece(Placeholder placeholder, String fallback, String after) {
        String value(Recipient recipient) {
            String value = recipient.value(placeholder);
            return value.isEmpty() ? fallback : value;
        }
    }

    private final String start;
    private final List<Piece> pieces;

    private Template(String start, List<Piece> pieces) {
        this.start = start;
        this.pieces = List.copyOf(pieces);
    }

    /**
     * @param fallbacks what stands for a missing value where the template gives no word of its own
     * @throws ProblemException {@code unknown_placeholder}, naming each, on field {@code base_template}
     */
    public static Template parse(String text, Map<Placeholder, String> fallbacks) {
        refuseUnknown(text);
        List<MatchResult> found = PLACEHOLDER.matcher(text).results().toList();
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            int end = i + 1 < found.size() ? found.get(i + 1).start() : text.length();
            pieces.add(piece(found.get(i), text.substring(found.get(i).end(), end), fallbacks));
        }
        String start =
                found.isEmpty() ? text : text.substring(0, found.getFirst().start());
        return new Template(start, pieces);
    }

    private static Piece piece(MatchResult match, String after, Map<Placeholder, String> fallbacks) {
        Placeholder placeholder = Placeholder.of(match.group(1)).orElseThrow();
        String fallback = match.group(2) == null ? fallbacks.getOrDefault(placeholder, "") : match.group(2);
        return new Piece(placeholder, fallback, after);
    }

    private static void refuseUnknown(String text) {
        Set<String> unknown = PLACEHOLDER
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(word -> Placeholder.of(word).isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!unknown.isEmpty()) {
            String message = "unknown placeholder " + inBraces(unknown) + "; there are " + inBraces(known());
            throw ProblemException.invalid("unknown_placeholder", List.of(new FieldError("base_template", message)));
        }
    }

    private static List<String> known() {
        return Arrays.stream(Placeholder.values()).map(Placeholder::wireName).toList();
    }

    private static String inBraces(Iterable<String> words) {
        return "{" + String.join("}, {", words) + "}";
    }

    /** The message for this recipient. */
    public String render(Recipient recipient) {
        StringBuilder message = new StringBuilder(start);
        for (Piece piece : pieces) {
            message.append(piece.value(recipient)).append(piece.after);
        }
        return message.toString();
    }
}
