package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Compares rendering a template with code written by hand for it, with JMH, each sample in a JVM of its own. */
public final class RenderingBench implements Experiment {
    @Override
    public String name() {
        return "rendering";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        int pairs = lab.plan().either(5, 2);
        return List.of(
                compare(lab, pairs, "template", "builder", "", 1.5),
                compare(lab, pairs, "wideTemplate", "wideBuilder", ", with characters beyond Latin-1", 1.5));
    }

    private static Finding compare(Lab lab, int pairs, String template, String builder, String what, double most)
            throws Exception {
        Pairs nanos = Pairs.interleaved(0, pairs, () -> nanos(lab, template), () -> nanos(lab, builder));
        return Finding.atMost(
                "rendering" + what + " / a StringBuilder written for the same template",
                nanos,
                most,
                Figures.plain(nanos.a().median()) + " ns against "
                        + Figures.plain(nanos.b().median()) + " ns");
    }

    private static double nanos(Lab lab, String benchmark) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(RenderingBenchmark.class.getSimpleName() + "\\." + benchmark + "$")
                        .param("seed", Long.toString(lab.plan().seed()))
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.milliseconds(500))
                        .measurementIterations(4)
                        .measurementTime(TimeValue.milliseconds(500))
                        .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow")
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        return results.iterator().next().getPrimaryResult().getScore();
    }
}
