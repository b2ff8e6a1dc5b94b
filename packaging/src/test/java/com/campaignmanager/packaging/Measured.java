package com.campaignmanager.packaging;

import com.campaignmanager.message.FailureKind;
import com.campaignmanager.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that the functions write, each by those that {@code docs/metrics.md} names. */
final class Measured {
    private static final String NAMESPACE = "CampaignManager";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| \\w+ \\| ([a-z, -]+) \\|");

    private Measured() {}

    static List<String> names() {
        return Arrays.stream(Metric.values()).map(Metric::wireName).toList();
    }

    /** As {@link #text} has them. */
    static Set<String> all() throws IOException {
        Set<String> all = new TreeSet<>();
        ROW.matcher(Files.readString(SamTemplate.ROOT.resolve("docs/metrics.md")))
                .results()
                .forEach(row -> functions(row).forEach(function -> addAll(row.group(1), function, all)));
        return all;
    }

    private static void addAll(String metric, String function, Set<String> all) {
        String value = "${" + function + "}";
        all.add(text(NAMESPACE, List.of("FunctionName"), List.of(value), metric));
        if (metric.equals(Metric.MESSAGES_FAILED.wireName())) {
            for (FailureKind kind : FailureKind.values()) {
                all.add(text(
                        NAMESPACE, List.of("FunctionName", "FailureKind"), List.of(value, kind.wireName()), metric));
            }
        }
    }

    /** Those of the template whose zips the row names. */
    private static Stream<String> functions(MatchResult row) {
        return Arrays.stream(row.group(2).split(", "))
                .map(module -> SamTemplate.read().functions().stream()
                        .filter(function -> function.zip().endsWith(module + ".zip"))
                        .findFirst()
                        .orElseThrow()
                        .name());
    }

    /** {@code namespace dimension=value … metric}; AWS's own metrics have any value. */
    static String text(String namespace, List<String> dimensions, List<String> values, String name) {
        if (!namespace.equals(NAMESPACE)) {
            return namespace + " " + String.join(" ", dimensions) + " " + name;
        }
        StringBuilder text = new StringBuilder(namespace);
        for (int i = 0; i < dimensions.size(); i++) {
            text.append(' ').append(dimensions.get(i)).append('=').append(values.get(i));
        }
        return text.append(' ').append(name).toString();
    }
}
