package com.campaignmanager.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.bench.report.Verdict;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
    private static final Lab NO_LAB = null;

    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                AssertionError.class,
                NoClassDefFoundError.class,
                OutOfMemoryError.class
            })
    void whatever_an_experiment_fails_with_becomes_a_line_of_the_table(Class<? extends Throwable> thrown) {
        List<Finding> findings = Bench.run(new Failing(thrown), NO_LAB);
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo("failing");
            assertThat(finding.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(finding.notes()).contains(thrown.getName());
        });
    }

    private record Failing(Class<? extends Throwable> thrown) implements Experiment {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public List<Finding> run(Lab lab) throws Exception {
            Throwable failure = thrown.getDeclaredConstructor().newInstance();
            // Four long ones would look as if the build had failed.
            failure.setStackTrace(new StackTraceElement[0]);
            switch (failure) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                case Throwable other -> throw new IllegalArgumentException(other);
            }
        }
    }
}
