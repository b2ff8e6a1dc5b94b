package com.campaignmanager.api;

import com.campaignmanager.problem.InvalidValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of a request's query, by name, with the values still encoded. */
final class QueryParameters {
    private static final String UNKNOWN = "unknown_parameter";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> repeated = new TreeSet<>();

    /** @param raw the part of the URL after the question mark, or the empty string */
    QueryParameters(String raw) {
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                add(pair.split("=", 2));
            }
        }
    }

    private void add(String[] pair) {
        // A name that can't be decoded is nobody's parameter, and is shown as it was written.
        String name = decoded(pair[0]).orElse(pair[0]);
        String value = pair.length == 2 ? pair[1] : "";
        if (values.putIfAbsent(name, value) != null) {
            repeated.add(name);
        }
    }

    /** The first value of that name, as it was written. */
    Optional<String> raw(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The text without its percent-encoding; empty if the encoding is wrong. */
    static Optional<String> decoded(String part) {
        try {
            return Optional.of(URLDecoder.decode(part, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Refuses parameters that the call does not have, and those that are given more than once.
     *
     * @throws com.campaignmanager.problem.ProblemException {@code unknown_parameter}, naming the call's parameters, or
     *     {@code invalid_parameter}
     */
    void requireOnly(Set<String> known) {
        FieldErrors unknown = new FieldErrors();
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> unknown.add(Characters.shown(name), new InvalidValue(UNKNOWN, accepted(known))));
        unknown.refuseAny();
        FieldErrors twice = new FieldErrors();
        repeated.forEach(name -> twice.add(name, new InvalidValue(Parameters.INVALID, "must be given only once")));
        twice.refuseAny();
    }

    private static String accepted(Set<String> known) {
        List<String> names = known.stream().sorted().toList();
        return names.isEmpty()
                ? "is unknown; this call has no parameters"
                : "is unknown; the parameters are " + String.join(", ", names);
    }
}
