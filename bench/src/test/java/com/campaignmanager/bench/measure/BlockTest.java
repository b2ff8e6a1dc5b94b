package com.campaignmanager.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {
    private final Iterator<Double> samples =
            List.of(1.0, 9.0, 2.0, 7.0, 8.0, 30.0).iterator();

    @Test
    void each_stretch_has_a_median_and_all_samples_are_kept() throws Exception {
        Block block = new Block(3, samples::next);
        assertThat(block.take()).isEqualTo(2);
        assertThat(block.take()).isEqualTo(8);
        assertThat(block.medians()).containsExactly(2.0, 8.0);
        assertThat(block.all().values()).containsExactly(1, 2, 7, 8, 9, 30);
    }

    @Test
    void a_stretch_can_end_before_its_time_but_has_one_sample() throws Exception {
        Block block = new Block(3, samples::next);
        assertThat(block.takeUntil(() -> true)).isEqualTo(1);
        assertThat(block.all().size()).isEqualTo(1);
    }
}
