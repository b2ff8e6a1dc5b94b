package com.campaignmanager.api;

import com.campaignmanager.campaign.CampaignRules;
import com.campaignmanager.problem.InvalidValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The types of values in JSON bodies. Nothing is converted: "1" is not a number, and 1 is not text. */
final class JsonTypes {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** Hours, and minutes with or without a colon. ISO 8601 has them all, Java reads only hours with a colon and minutes. */
    private static final Pattern OFFSET = Pattern.compile("([+-][0-9]{2})(?::?([0-9]{2}))?$");

    private static final InvalidValue NO_INSTANT =
            InvalidValue.of("must be an ISO 8601 date and time with an offset, such as 2030-01-31T09:00:00+03:00");

    private JsonTypes() {}

    /** @param rule why a text is not taken, if it isn't */
    static JsonType<String> text(Function<String, Optional<InvalidValue>> rule) {
        return (node, field, errors) -> {
            Optional<InvalidValue> refusal = node.isTextual()
                    ? Characters.refusal(node.textValue()).or(() -> rule.apply(node.textValue()))
                    : Optional.of(InvalidValue.of("must be a string"));
            refusal.ifPresent(found -> errors.add(field, found));
            return refusal.isPresent() ? Optional.empty() : Optional.of(node.textValue());
        };
    }

    static JsonType<String> nonBlankText() {
        return text(text ->
                CampaignRules.isBlank(text) ? Optional.of(InvalidValue.of("must not be blank")) : Optional.empty());
    }

    /** One of some words. */
    static <T> JsonType<T> word(Function<String, Optional<T>> of, String accepted) {
        return (node, field, errors) -> {
            Optional<T> value = node.isTextual() ? of.apply(node.textValue()) : Optional.empty();
            if (value.isEmpty()) {
                errors.add(field, InvalidValue.of("must be " + accepted));
            }
            return value;
        };
    }

    static JsonType<Boolean> bool() {
        return (node, field, errors) -> {
            if (node.isBoolean()) {
                return Optional.of(node.booleanValue());
            }
            errors.add(field, InvalidValue.of("must be true or false"));
            return Optional.empty();
        };
    }

    static JsonType<Long> id() {
        return (node, field, errors) -> {
            if (isId(node)) {
                return Optional.of(node.longValue());
            }
            errors.add(field, InvalidValue.of("must be a positive whole number"));
            return Optional.empty();
        };
    }

    static JsonType<List<Long>> ids() {
        return (node, field, errors) -> {
            if (!node.isArray() || node.isEmpty()) {
                errors.add(field, InvalidValue.of("must be a non-empty array of ids"));
                return Optional.empty();
            }
            List<Long> ids = new ArrayList<>(node.size());
            for (JsonNode id : node) {
                if (!isId(id)) {
                    errors.add(
                            field,
                            InvalidValue.of("must hold positive whole numbers only; see position " + ids.size()));
                    return Optional.empty();
                }
                ids.add(id.longValue());
            }
            return Optional.of(ids);
        };
    }

    private static boolean isId(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0;
    }

    /** An array, not empty. */
    static <T> JsonType<List<T>> listOf(JsonType<T> type) {
        return (node, field, errors) -> {
            if (!node.isArray() || node.isEmpty()) {
                errors.add(field, InvalidValue.of("must be a non-empty array"));
                return Optional.empty();
            }
            List<T> values = new ArrayList<>(node.size());
            for (int i = 0; i < node.size(); i++) {
                type.read(node.get(i), field + "[" + i + "]", errors).ifPresent(values::add);
            }
            return values.size() == node.size() ? Optional.of(values) : Optional.empty();
        };
    }

    /**
     * A date and time by ISO 8601 with any offset ({@code Z}, {@code +03}, {@code +0300}, {@code +03:00}), of the years 1
     * to 9999.
     *
     * @param rule why an instant is refused; empty: it is taken
     */
    static JsonType<Instant> instant(Function<Instant, Optional<InvalidValue>> rule) {
        return (node, field, errors) -> {
            Optional<Instant> instant = node.isTextual() ? instant(node.textValue()) : Optional.empty();
            Optional<InvalidValue> refusal = instant.isEmpty() ? Optional.of(NO_INSTANT) : rule.apply(instant.get());
            refusal.ifPresent(found -> errors.add(field, found));
            return refusal.isPresent() ? Optional.empty() : instant;
        };
    }

    private static Optional<Instant> instant(String text) {
        try {
            // As exact as PostgreSQL keeps it, which would round up into the year 10000.
            return Optional.of(OffsetDateTime.parse(withFullOffset(text))
                            .toInstant()
                            .truncatedTo(ChronoUnit.MICROS))
                    .filter(instant -> !instant.isBefore(FIRST) && !instant.isAfter(LAST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String withFullOffset(String text) {
        return OFFSET.matcher(text)
                .replaceFirst(offset -> offset.group(1) + ":"
                        + Optional.ofNullable(offset.group(2)).orElse("00"));
    }
}
