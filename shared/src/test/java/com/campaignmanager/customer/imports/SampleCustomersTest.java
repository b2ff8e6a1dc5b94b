package com.campaignmanager.customer.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.customer.CustomerTable;
import com.campaignmanager.customer.PhoneNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SampleCustomersTest {
    private static final Path SAMPLES = Path.of(System.getProperty("repository.root"), "samples");

    @Test
    void the_sample_is_what_its_script_writes() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process script = new ProcessBuilder(
                        java.toString(), SAMPLES.resolve("MakeCustomers.java").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] written = script.getInputStream().readAllBytes();
        assertThat(script.waitFor()).isZero();
        assertThat(Files.readAllBytes(SAMPLES.resolve("customers.csv"))).isEqualTo(written);
    }

    @Test
    void importing_the_sample_gives_what_its_readme_says() throws IOException {
        try (CustomerTable table = new CustomerTable();
                InputStream sample = Files.newInputStream(SAMPLES.resolve("customers.csv"))) {
            ImportReport report = new SmallImport(
                            table.jdbi(), new PhoneNumbers(Optional.empty()), PhoneSuppressions.NONE)
                    .run(sample, ImportOptions.NONE)
                    .report();
            Matcher said = Pattern.compile("created (\\d+), updated (\\d+), rejected (\\d+)")
                    .matcher(Files.readString(SAMPLES.resolve("README.md")));
            assertThat(said.find()).isTrue();
            assertThat(report.created()).isEqualTo(Long.parseLong(said.group(1)));
            assertThat(report.updated()).isEqualTo(Long.parseLong(said.group(2)));
            assertThat(report.rejectedCount()).isEqualTo(Long.parseLong(said.group(3)));
            assertThat(table.count()).isEqualTo(report.created());
        }
    }
}
