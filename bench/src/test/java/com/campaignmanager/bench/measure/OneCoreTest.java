package com.campaignmanager.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "by taskset, and read from /proc")
class OneCoreTest {
    private static final String FIRST = "0";

    @Test
    void work_is_done_on_the_first_core_and_the_caller_is_left_where_it_was() throws Exception {
        String before = cores("thread-self");
        try (OneCore core = new OneCore()) {
            assertThat(core.run(() -> cores("thread-self"))).isEqualTo(FIRST);
            assertThat(cores("thread-self")).isEqualTo(before);
        }
    }

    @Test
    void a_process_can_be_brought_there() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        try (OneCore core = new OneCore()) {
            core.bring(List.of(process.pid()));
            assertThat(cores(Long.toString(process.pid()))).isEqualTo(FIRST);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void work_that_fails_fails_here() throws Exception {
        try (OneCore core = new OneCore()) {
            assertThatThrownBy(() -> core.run(() -> {
                        throw new IOException("gone");
                    }))
                    .isInstanceOf(IOException.class);
        }
    }

    private static String cores(String of) throws IOException {
        return Files.readAllLines(Path.of("/proc", of, "status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
