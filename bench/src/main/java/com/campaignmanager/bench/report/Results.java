package com.campaignmanager.bench.report;

import com.campaignmanager.bench.Plan;
import com.campaignmanager.bench.chart.Chart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code results.md} and the charts beside it. */
public final class Results {
    private final Path directory;
    private final Plan plan;
    private final Map<String, List<Finding>> findings = new LinkedHashMap<>();
    private final Set<String> charts = new LinkedHashSet<>();
    private String server = "";

    public Results(Path directory, Plan plan) {
        this.directory = directory;
        this.plan = plan;
    }

    /** @param description the versions and settings of PostgreSQL and Redis */
    public void server(String description) {
        server = description;
    }

    public void add(String experiment, List<Finding> found) {
        findings.put(experiment, List.copyOf(found));
    }

    public List<Finding> findings() {
        return findings.values().stream().flatMap(List::stream).toList();
    }

    /** Draws a chart immediately. */
    public void chart(String name, Chart chart) {
        write(name + ".svg", chart.svg());
        charts.add(name + ".svg");
    }

    /** @return the written file */
    public Path write(double seconds) {
        StringBuilder text = new StringBuilder("# Results\n\nWritten by `mvn -Pbench`, never by hand. The");
        text.append(" [README](README.md) explains the figures.\n\n");
        text.append("- ").append(Machine.description()).append('\n');
        text.append("- ").append(server).append('\n');
        text.append("- ")
                .append(plan.quick() ? "quick" : "full")
                .append(" run, seed ")
                .append(plan.seed());
        text.append(", ").append(Instant.now().truncatedTo(ChronoUnit.MINUTES)).append(", ");
        text.append(Math.round(seconds / 60)).append(" minutes\n");
        text.append("- figures are medians, with the minimum and the maximum in brackets\n");
        findings.forEach((name, found) ->
                text.append("\n## ").append(name).append("\n\n").append(Table.of(found)));
        if (!charts.isEmpty()) {
            text.append("\n## Charts\n\n");
            charts.forEach(chart -> text.append("![](").append(chart).append(")\n"));
        }
        return write("results.md", text.toString());
    }

    private Path write(String name, String content) {
        try {
            Files.createDirectories(directory);
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
