package com.campaignmanager.packaging;

import com.campaignmanager.message.FailureKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The metrics that the functions write, each by whom. */
final class Measured {
    private static final String NAMESPACE = "CampaignManager";

    private static final Map<String, List<String>> BY_WHOM = byWhom();

    static final Set<String> NAMES = BY_WHOM.keySet();

    private Measured() {}

    private static Map<String, List<String>> byWhom() {
        Map<String, List<String>> metrics = new LinkedHashMap<>();
        metrics.put("MessagesQueued", List.of("Api", "Scheduler"));
        metrics.put("MessagesSent", List.of("SendWorker"));
        metrics.put("MessagesFailed", List.of("SendWorker", "Scheduler"));
        metrics.put("MessagesRetried", List.of("SendWorker", "Scheduler"));
        metrics.put("DeadLetters", List.of("SendWorker", "Scheduler"));
        metrics.put("InDoubt", List.of("SendWorker", "Scheduler"));
        metrics.put("SendLatency", List.of("SendWorker"));
        metrics.put("QueueDepth", List.of("Scheduler"));
        metrics.put("OldestPendingAge", List.of("Scheduler"));
        metrics.put("StuckCampaigns", List.of("Scheduler"));
        metrics.put("CampaignsCompleted", List.of("SendWorker", "Scheduler", "Api"));
        metrics.put("CampaignsFailed", List.of("SendWorker", "Scheduler", "Api"));
        return metrics;
    }

    /** As {@link #text} has them. */
    static Set<String> all() {
        Set<String> all = new TreeSet<>();
        BY_WHOM.forEach((name, functions) -> functions.forEach(function -> {
            String value = "${" + function + "}";
            all.add(text(NAMESPACE, List.of("FunctionName"), List.of(value), name));
            if (name.equals("MessagesFailed")) {
                kinds().forEach(kind ->
                        all.add(text(NAMESPACE, List.of("FunctionName", "FailureKind"), List.of(value, kind), name)));
            }
        }));
        return all;
    }

    private static List<String> kinds() {
        return Arrays.stream(FailureKind.values()).map(FailureKind::word).toList();
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
