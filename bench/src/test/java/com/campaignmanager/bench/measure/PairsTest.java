package com.campaignmanager.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {
    @Test
    void samples_are_taken_in_turn_and_warm_ups_do_not_count() throws Exception {
        List<String> taken = new ArrayList<>();
        Pairs pairs = Pairs.interleaved(
                1,
                2,
                () -> {
                    taken.add("a");
                    return taken.size();
                },
                () -> {
                    taken.add("b");
                    return taken.size();
                });
        assertThat(taken).containsExactly("a", "b", "a", "b", "a", "b");
        assertThat(pairs.a().values()).containsExactly(3, 5);
        assertThat(pairs.b().values()).containsExactly(4, 6);
    }

    @Test
    void a_ratio_is_taken_within_each_pair() {
        // Both took three times as long the second time, as on a machine that was busy then.
        Pairs pairs = Pairs.of(List.of(2.0, 6.0, 4.0), List.of(1.0, 3.0, 1.0));
        assertThat(pairs.ratio().values()).containsExactly(2, 2, 4);
        assertThat(pairs.ratio().median()).isEqualTo(2);
    }
}
