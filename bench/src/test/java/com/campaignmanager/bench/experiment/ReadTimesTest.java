package com.campaignmanager.bench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.bench.chart.Chart.Point;
import com.campaignmanager.bench.lab.ManyMessages;
import com.campaignmanager.bench.measure.Block;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.bench.report.Verdict;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadTimesTest {
    private static final List<ManyMessages> SIZES =
            List.of(new ManyMessages(100, 10_000), new ManyMessages(1_000, 100_000));

    @Test
    void the_ratio_is_that_of_medians_taken_one_after_the_other_and_p99_that_of_the_largest() throws Exception {
        // The machine was busy while the second stretches were taken.
        Finding finding = times(List.of(1.0, 3.0, 1.0), List.of(1.5, 3.0, 1.0)).finding();
        assertThat(finding.what()).isEqualTo("lists: p99");
        assertThat(finding.measured()).isEqualTo("3 ms");
        assertThat(finding.target()).isEqualTo("≤ 10 ms, median ≤ 1.50 × that with 10,000");
        assertThat(finding.notes()).isEqualTo("median 1.50 ms, 1 (1 – 1.50) × that with 10,000 (1 ms, p99 3 ms)");
        assertThat(finding.verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void what_takes_longer_with_more_messages_has_not_met_its_target() throws Exception {
        assertThat(times(List.of(1.0, 1.0), List.of(1.6, 1.6)).finding().verdict())
                .isEqualTo(Verdict.NOT_MET);
    }

    @Test
    void nor_has_what_is_slow_with_few_messages_already() throws Exception {
        assertThat(times(List.of(11.0, 11.0), List.of(11.0, 11.0)).finding().verdict())
                .isEqualTo(Verdict.NOT_MET);
    }

    @Test
    void the_chart_has_a_point_for_each_size() throws Exception {
        assertThat(times(List.of(1.0), List.of(2.0)).p99s())
                .containsExactly(new Point(10_000, 1), new Point(100_000, 2));
    }

    private static ReadTimes times(List<Double> small, List<Double> large) throws Exception {
        return new ReadTimes("lists", SIZES, List.of(block(small), block(large)));
    }

    /** Each stretch of one sample. */
    private static Block block(List<Double> millis) throws Exception {
        Iterator<Double> samples = millis.iterator();
        Block block = new Block(1, samples::next);
        while (samples.hasNext()) {
            block.take();
        }
        return block;
    }
}
