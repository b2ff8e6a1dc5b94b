package com.campaignmanager.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "read from /proc")
class CpuTest {
    @Test
    void work_costs_processor_time() {
        Cpu cpu = new Cpu(List.of());
        double before = cpu.seconds();
        double sum = 0;
        while (cpu.seconds() - before < 0.05) {
            sum += Math.sqrt(sum + 1);
        }
        assertThat(sum).isPositive();
        assertThat(cpu.seconds()).isGreaterThanOrEqualTo(before + 0.05);
    }

    @Test
    void a_process_that_is_gone_costs_nothing_more() {
        assertThat(ProcFile.cpuSeconds(Long.MAX_VALUE)).isZero();
    }

    @Test
    void this_process_has_some_memory() throws Exception {
        assertThat(PeakMemory.megabytes(ProcessHandle.current().pid())).isGreaterThan(10);
    }
}
