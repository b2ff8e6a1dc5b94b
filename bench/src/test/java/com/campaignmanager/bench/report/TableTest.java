package com.campaignmanager.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.measure.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void a_ratio_is_judged_by_its_median_and_shown_with_its_spread() {
        Pairs pairs = Pairs.of(List.of(1.0, 1.2, 2.0), List.of(1.0, 1.0, 1.0));
        Finding finding = Finding.atMost("a / b", pairs, 1.25, "");
        assertThat(finding.measured()).isEqualTo("1.20 × (1 – 2)");
        assertThat(finding.target()).isEqualTo("≤ 1.25 ×");
        assertThat(finding.verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void a_target_that_is_missed_is_said_to_be() {
        assertThat(Finding.atLeast("rate", Series.of(19_999), 20_000, " messages/s", "")
                        .verdict())
                .isEqualTo(Verdict.NOT_MET);
        assertThat(Table.of(List.of(Finding.atMost("time", Series.of(51), 50, " ms", ""))))
                .contains("| time | 51 ms | ≤ 50 ms | **not met** |  |");
    }

    @Test
    void an_experiment_that_failed_stands_in_the_table() {
        String table = Table.of(List.of(Finding.failed("send", new IllegalStateException("no | such\nthing"))));
        assertThat(table).contains("| send | – |  | **failed** | java.lang.IllegalStateException: no \\| such thing |");
        assertThat(table.lines()).hasSize(3);
    }

    @Test
    void numbers_have_three_figures_that_count() {
        assertThat(List.of(0.01234, 0.5, 1.284, 12.34, 123.4, 1_234_567.0).stream()
                        .map(Figures::plain)
                        .toList())
                .containsExactly("0.0123", "0.50", "1.28", "12.3", "123", "1,234,567");
    }
}
