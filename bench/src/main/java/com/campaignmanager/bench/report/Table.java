package com.campaignmanager.bench.report;

import java.util.List;
import java.util.stream.Collectors;

/** Findings as a table in Markdown. */
public final class Table {
    private static final String HEAD = """
            | what | measured | target | | notes |
            |---|---|---|---|---|
            """;

    private Table() {}

    public static String of(List<Finding> findings) {
        return findings.stream().map(Table::row).collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(Finding finding) {
        return List.of(
                        finding.what(),
                        finding.measured(),
                        finding.target(),
                        finding.verdict().word(),
                        finding.notes())
                .stream()
                .map(Table::cell)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s*\\R\\s*", " ");
    }
}
