package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.PostLoop;
import com.campaignmanager.bench.lab.SinkProcess;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import java.time.Duration;
import java.util.List;

/** Whether the {@code http} sender ever loses an answer of a gateway that answers at once and never fails. */
public final class LostAnswers implements Experiment {
    private static final int THREADS = 20;

    @Override
    public String name() {
        return "answers";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        int count = lab.plan().either(5_000_000, 100_000);
        try (SinkProcess sink = SinkProcess.start(Duration.ZERO)) {
            PostLoop loop = new PostLoop();
            Watch watch = Watch.start();
            loop.run(sink.sender(), count, THREADS);
            double seconds = watch.seconds();
            if (sink.requests() != count) {
                throw new IllegalStateException(sink.requests() + " requests arrived instead of " + count);
            }
            return List.of(Finding.atMost(
                    "answers lost in " + Figures.plain(count) + " sends over HTTP on " + THREADS + " connections",
                    Series.of(loop.refused()),
                    0,
                    "",
                    Figures.plain(count / seconds) + " sends/s; each arrived once"));
        }
    }
}
