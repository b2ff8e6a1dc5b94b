package com.campaignmanager.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.bench.chart.Legend.Entry;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegendTest {
    @Test
    void names_stand_side_by_side_as_long_as_there_is_room() {
        Legend legend = Legend.of(List.of("one", "two"), 200);
        assertThat(legend.entries()).containsExactly(new Entry("one", 0, 0), new Entry("two", 59, 0));
        assertThat(legend.rows()).isEqualTo(1);
    }

    @Test
    void a_name_for_which_there_is_no_room_begins_a_row() {
        Legend legend = Legend.of(List.of("one", "a longer name", "two"), 120);
        assertThat(legend.entries())
                .containsExactly(new Entry("one", 0, 0), new Entry("a longer name", 0, 1), new Entry("two", 0, 2));
        assertThat(legend.rows()).isEqualTo(3);
    }

    @Test
    void however_many_there_are_none_runs_out_of_the_width() {
        Legend legend = Legend.of(Collections.nCopies(40, "campaigns, first page"), 650);
        assertThat(legend.entries())
                .hasSize(40)
                .allMatch(entry -> entry.left() + 18 + 7 * entry.name().length() <= 650);
        assertThat(legend.entries().stream().distinct()).hasSize(40);
    }

    @Test
    void a_name_that_alone_is_too_long_is_cut() {
        assertThat(Legend.of(List.of("a name without an end"), 18 + 7 * 7).entries())
                .containsExactly(new Entry("a name…", 0, 0));
    }
}
