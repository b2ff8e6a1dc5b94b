package com.campaignmanager.plans;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A plan as far as it decides how much is read: for each common table expression which table is read by which index, and
 * where rows are sorted. In which order a handful of rows is joined is left out, and so are costs.
 */
final class PlanText {
    /** So small that PostgreSQL may read all of it or use an index, whichever it likes. */
    private static final Set<String> TINY = Set.of("channels", "worker_runs");

    /** The same key in the other direction: either may serve. */
    private static final Map<String, String> SAME_KEY = Map.of("idx_campaigns_id_desc", "campaigns_pkey");

    private static final String MAIN = "main";

    private PlanText() {}

    /** @param plan a {@code Plan} of EXPLAIN's JSON */
    static String of(JsonNode plan) {
        Set<String> lines = new TreeSet<>();
        collect(plan, MAIN, lines);
        return String.join("\n", lines) + "\n";
    }

    private static void collect(JsonNode node, String part, Set<String> lines) {
        String own = field(node, "Subplan Name")
                .filter(name -> name.startsWith("CTE "))
                .map(name -> name.substring("CTE ".length()))
                .orElse(part);
        line(node).ifPresent(line -> lines.add(own + ": " + line));
        node.path("Plans").forEach(child -> collect(child, own, lines));
    }

    private static Optional<String> line(JsonNode node) {
        String type = node.path("Node Type").asText();
        if (type.contains("Sort")) {
            return Optional.of("sorts");
        }
        return field(node, "Relation Name")
                .map(table -> field(node, "Operation")
                        .map(operation -> operation + " " + table)
                        .orElseGet(() -> TINY.contains(table) ? "reads " + table : scan(node, type, table)));
    }

    private static String scan(JsonNode node, String type, String table) {
        return "reads " + table + " by "
                + field(node, "Index Name")
                        .map(index -> SAME_KEY.getOrDefault(index, index))
                        .orElse(type);
    }

    private static Optional<String> field(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).map(JsonNode::asText);
    }
}
