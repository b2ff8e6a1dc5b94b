package com.campaignmanager.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void the_median_of_an_odd_number_is_the_middle_one() {
        assertThat(Series.of(9, 1, 4).median()).isEqualTo(4);
    }

    @Test
    void the_median_of_an_even_number_is_the_mean_of_the_middle_two() {
        assertThat(Series.of(9, 1, 4, 6).median()).isEqualTo(5);
    }

    @Test
    void a_quantile_is_the_smallest_sample_that_enough_are_not_above() {
        Series hundred = Series.of(
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList());
        assertThat(hundred.quantile(0.99)).isEqualTo(99);
        assertThat(hundred.quantile(0.5)).isEqualTo(50);
        assertThat(hundred.quantile(1)).isEqualTo(100);
        assertThat(hundred.quantile(0)).isEqualTo(1);
    }

    @Test
    void the_99th_percentile_of_few_samples_is_the_largest() {
        assertThat(Series.of(3, 1, 2).quantile(0.99)).isEqualTo(3);
    }

    @Test
    void the_spread_goes_from_the_least_to_the_most() {
        Series series = Series.of(List.of(5.0, 2.0, 8.0));
        assertThat(series.least()).isEqualTo(2);
        assertThat(series.most()).isEqualTo(8);
        assertThat(series.values()).containsExactly(2, 5, 8);
    }

    @Test
    void no_samples_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(Series::of);
    }
}
