package com.campaignmanager.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void without_properties_everything_is_measured_in_full() {
        Plan plan = Plan.from(name -> null);
        assertThat(plan.isWhole()).isTrue();
        assertThat(plan.wants("send")).isTrue();
        assertThat(plan.either(100, 10)).isEqualTo(100);
    }

    @Test
    void some_experiments_can_be_asked_for() {
        Plan plan = Plan.from(Map.of("bench.only", "send, drain", "bench.quick", "true", "bench.seed", "7")::get);
        assertThat(plan.wants("drain")).isTrue();
        assertThat(plan.wants("reads")).isFalse();
        assertThat(plan.isWhole()).isFalse();
        assertThat(plan.either(100, 10)).isEqualTo(10);
        assertThat(plan.seed()).isEqualTo(7);
    }
}
