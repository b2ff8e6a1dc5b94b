package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A campaign's status has one home: a reader of {@link CampaignTransitions} has seen every change that it can make. */
class CampaignStatusWritesTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final List<String> PRODUCT = List.of("shared", "functions", "local");

    private static final Pattern LINE_COMMENT = Pattern.compile("--[^\n]*");
    private static final Pattern INNERMOST_PARENTHESES = Pattern.compile("\\([^()]*\\)");
    private static final Pattern END_OF_SET = Pattern.compile("\\b(?:FROM|WHERE|RETURNING)\\b.*", flags());
    private static final Pattern END_OF_STATEMENT = Pattern.compile("\"\"\"|;");

    private static final Pattern UPDATE =
            Pattern.compile("\\b(?:UPDATE|MERGE\\s+INTO)\\s+(?:ONLY\\s+)?campaigns\\b", flags());
    private static final Pattern SETS_STATUS = Pattern.compile("(?:\\bSET|,)\\s*status\\s*=", flags());
    private static final Pattern SETS_STATUS_AMONG_OTHERS =
            Pattern.compile("\\bSET\\s*\\([^)]*\\bstatus\\b[^)]*\\)", flags());
    private static final Pattern INSERTS_STATUS =
            Pattern.compile("\\bINSERT\\s+INTO\\s+campaigns\\b[^(]*\\([^)]*\\bstatus\\b", flags());

    private static int flags() {
        return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    }

    @Test
    void only_campaign_transitions_writes_the_status_of_a_campaign() throws IOException {
        List<Path> sources = sources();
        List<String> writers = new ArrayList<>();
        for (Path source : sources) {
            if (writesStatus(Files.readString(source))) {
                writers.add(source.getFileName().toString());
            }
        }

        assertThat(sources).hasSizeGreaterThan(200);
        assertThat(writers).containsExactly("CampaignTransitions.java");
    }

    @Test
    void a_status_of_a_campaign_that_is_set_is_found_in_any_form_of_the_statement() {
        assertThat(List.of(
                        "UPDATE campaigns AS c SET name = 'x', status = 'sent' WHERE id = 1",
                        "update campaigns\n  set status = 'sent'",
                        "UPDATE campaigns SET total = (SELECT count(*) FROM (SELECT) AS s WHERE true), status = 'sent'",
                        "UPDATE campaigns SET name = 'x', -- WHERE\n status = 'sent'",
                        "UPDATE campaigns SET (name, status) = ('x', 'sent')",
                        "INSERT INTO campaigns (name, status) VALUES ('x', 'sent')"))
                .allMatch(CampaignStatusWritesTest::writesStatus);
    }

    @Test
    void a_status_that_is_compared_or_is_not_the_campaigns_is_passed_over() {
        assertThat(List.of(
                        "UPDATE campaigns SET name = 'x' WHERE status = 'draft'",
                        "UPDATE campaigns SET name = CASE WHEN status = 'draft' THEN 'x' END, status_reason = NULL",
                        "UPDATE campaigns SET name = 'x'; UPDATE outbound_messages SET status = 'sent'",
                        "INSERT INTO campaigns (name) SELECT status FROM imports"))
                .noneMatch(CampaignStatusWritesTest::writesStatus);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : PRODUCT) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module))) {
                files.filter(file -> file.toString().contains("src/main/java"))
                        .filter(file -> file.toString().endsWith(".java"))
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    private static boolean writesStatus(String source) {
        String sql = LINE_COMMENT.matcher(source).replaceAll("");
        return INSERTS_STATUS.matcher(sql).find()
                || UPDATE.matcher(sql).results().anyMatch(update -> setsStatus(sql.substring(update.end())));
    }

    private static boolean setsStatus(String fromTable) {
        String statement = END_OF_STATEMENT.split(fromTable, 2)[0];
        if (SETS_STATUS_AMONG_OTHERS.matcher(statement).find()) {
            return true;
        }
        String flat = statement;
        while (INNERMOST_PARENTHESES.matcher(flat).find()) {
            flat = INNERMOST_PARENTHESES.matcher(flat).replaceAll("");
        }
        return SETS_STATUS.matcher(END_OF_SET.matcher(flat).replaceAll("")).find();
    }
}
