package com.campaignmanager.api;

import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.paging.PageRequest.Start;
import com.campaignmanager.problem.InvalidValue;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the parameters of a request by name and type, and gathers what is wrong with them until {@link #end}. */
final class Query {
    static final String PAGE = "page";
    static final String PAGE_SIZE = "page_size";
    static final String BEFORE_ID = "before_id";
    static final String AFTER_ID = "after_id";

    /** Has no more digits than anybody needs, so that a request can not make it expensive to read. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,100}");

    /** The parameters of every list. */
    static final Set<String> PAGING = Set.of(PAGE, PAGE_SIZE, BEFORE_ID, AFTER_ID);

    private final QueryParameters parameters;
    private final Map<String, String> filters = new LinkedHashMap<>();
    private final FieldErrors errors = new FieldErrors();

    Query(QueryParameters parameters) {
        this.parameters = parameters;
    }

    /** What a list is filtered by: any text. */
    Optional<String> filter(String name) {
        Optional<String> value = text(name);
        value.ifPresent(text -> filters.put(name, text));
        return value;
    }

    private Optional<String> text(String name) {
        Optional<String> raw = parameters.raw(name);
        Optional<String> value = raw.flatMap(QueryParameters::decoded);
        if (raw.isPresent() && value.isEmpty()) {
            refuse(name, "must be percent-encoded UTF-8");
        }
        Optional<InvalidValue> refusal = value.flatMap(Characters::refusal);
        refusal.ifPresent(found -> refuse(name, found.message()));
        return refusal.isPresent() ? Optional.empty() : value;
    }

    /** What a list is filtered by: one of some words. */
    <T> Optional<T> filter(String name, Function<String, Optional<T>> of, String accepted) {
        return filter(name).flatMap(word -> {
            Optional<T> value = of.apply(word);
            if (value.isEmpty()) {
                refuse(name, "must be " + accepted);
            }
            return value;
        });
    }

    /** Any text, which no list is filtered by. */
    Optional<String> plain(String name) {
        return text(name);
    }

    /** One of some words, if it is given. */
    <T> Optional<T> word(String name, Function<String, Optional<T>> of, String accepted) {
        return text(name).flatMap(word -> {
            Optional<T> value = of.apply(word);
            if (value.isEmpty()) {
                refuse(name, "must be " + accepted);
            }
            return value;
        });
    }

    /** A whole number from 0 to a limit. */
    Optional<Long> upTo(String name, long limit) {
        return id(name).filter(number -> {
            if (number > limit) {
                refuse(name, "must be at most " + limit);
            }
            return number <= limit;
        });
    }

    /** One of some words, which must be given. */
    <T> Optional<T> required(String name, Function<String, Optional<T>> of, String accepted) {
        if (parameters.raw(name).isEmpty()) {
            refuse(name, "is required: " + accepted);
        }
        return filter(name, of, accepted);
    }

    /** {@code page}, {@code page_size} and one of {@code before_id} and {@code after_id}. */
    PageRequest page() {
        long page = number(PAGE)
                .map(BigInteger.ONE::max)
                .flatMap(n -> fitting(PAGE, n))
                .orElse(1L);
        int size = number(PAGE_SIZE).map(Query::clamped).orElse(PageRequest.USUAL);
        Optional<Start> before = id(BEFORE_ID).map(Start.Before::new);
        Optional<Start> after = id(AFTER_ID).map(Start.After::new);
        if (before.isPresent() && after.isPresent()) {
            refuse(AFTER_ID, "must not come together with " + BEFORE_ID);
        }
        return new PageRequest(page, size, before.or(() -> after).orElseGet(Start.ByNumber::new));
    }

    private static int clamped(BigInteger size) {
        return size.max(BigInteger.ZERO)
                .min(BigInteger.valueOf(PageRequest.LARGEST))
                .intValue();
    }

    private Optional<BigInteger> number(String name) {
        Optional<String> text = text(name);
        Optional<BigInteger> number =
                text.filter(t -> WHOLE_NUMBER.matcher(t).matches()).map(BigInteger::new);
        if (text.isPresent() && number.isEmpty()) {
            refuse(name, "must be a whole number");
        }
        return number;
    }

    private Optional<Long> id(String name) {
        return number(name).flatMap(id -> fitting(name, id)).filter(id -> {
            if (id < 0) {
                refuse(name, "must not be negative");
            }
            return id >= 0;
        });
    }

    private Optional<Long> fitting(String name, BigInteger number) {
        if (number.bitLength() < Long.SIZE) {
            return Optional.of(number.longValue());
        }
        refuse(name, "is too large a number");
        return Optional.empty();
    }

    /** The filters that were asked for, as a query to go on with: {@code &status=sent}. */
    String filters() {
        StringBuilder query = new StringBuilder();
        filters.forEach((name, value) ->
                query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    private void refuse(String name, String message) {
        errors.add(name, new InvalidValue(Parameters.INVALID, message));
    }

    /** @throws com.campaignmanager.problem.ProblemException with everything that was wrong, if anything was */
    void end() {
        errors.refuseAny();
    }
}
