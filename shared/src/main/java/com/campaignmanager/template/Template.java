package com.campaignmanager.template;

import com.campaignmanager.customer.Recipient;
import com.campaignmanager.problem.Problem;
import com.campaignmanager.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A message template, parsed once and rendered for many recipients. {@code {first_name}} stands for a field of the
 * recipient and {@code {first_name|Customer}} gives a word for when that field is empty. Other braces are text. Values
 * go in as they are: whatever they hold is never expanded again.
 */
public final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)(?:\\|([^{}|]*))?\\}");
    private static final int LIKELY_VALUE_LENGTH = 16;

    /** A placeholder, the text that stands before it, and what stands in for a missing value. */
    private record Slot(String before, Placeholder placeholder, String fallback) {}

    // An array, because walking it is most of what a rendering does.
    private final Slot[] slots;
    private final String end;
    private final int likelyLength;

    private Template(List<Slot> slots, String end) {
        this.slots = slots.toArray(Slot[]::new);
        this.end = end;
        this.likelyLength = end.length()
                + slots.stream()
                        .mapToInt(slot -> slot.before().length() + LIKELY_VALUE_LENGTH)
                        .sum();
    }

    /**
     * @param fallbacks what stands for a missing value where the template gives no word of its own
     * @throws Problem {@code unknown_placeholder}, naming each, on field {@code base_template}
     */
    public static Template parse(String text, Map<Placeholder, String> fallbacks) {
        refuseUnknown(text);
        List<Slot> slots = new ArrayList<>();
        int textFrom = 0;
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            Placeholder placeholder = Placeholder.of(matcher.group(1)).orElseThrow();
            String fallback = matcher.group(2) == null ? fallbacks.getOrDefault(placeholder, "") : matcher.group(2);
            slots.add(new Slot(text.substring(textFrom, matcher.start()), placeholder, fallback));
            textFrom = matcher.end();
        }
        return new Template(slots, text.substring(textFrom));
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
            throw Problem.invalid("unknown_placeholder", List.of(new FieldError("base_template", message)));
        }
    }

    private static List<String> known() {
        return Arrays.stream(Placeholder.values()).map(Placeholder::word).toList();
    }

    private static String inBraces(Iterable<String> words) {
        return "{" + String.join("}, {", words) + "}";
    }

    /** The message for this recipient. */
    public String render(Recipient recipient) {
        StringBuilder message = new StringBuilder(likelyLength);
        for (Slot slot : slots) {
            String value = recipient.value(slot.placeholder());
            message.append(slot.before()).append(value.isEmpty() ? slot.fallback() : value);
        }
        return message.append(end).toString();
    }
}
