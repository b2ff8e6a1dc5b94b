package com.campaignmanager.bench;

import com.campaignmanager.bench.experiment.ColdStart;
import com.campaignmanager.bench.experiment.DrainBench;
import com.campaignmanager.bench.experiment.ExpansionBench;
import com.campaignmanager.bench.experiment.FirstMessage;
import com.campaignmanager.bench.experiment.Growth;
import com.campaignmanager.bench.experiment.HttpDrain;
import com.campaignmanager.bench.experiment.ImportBench;
import com.campaignmanager.bench.experiment.LostAnswers;
import com.campaignmanager.bench.experiment.MemoryBench;
import com.campaignmanager.bench.experiment.MockDrain;
import com.campaignmanager.bench.experiment.ReadsBench;
import com.campaignmanager.bench.experiment.SendBench;
import com.campaignmanager.bench.experiment.SlowGateway;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.bench.report.Results;
import com.campaignmanager.bench.report.Table;
import java.nio.file.Path;
import java.util.List;

/** Runs the requested experiments, prints their results as a table and writes them to a file. */
public final class Bench {
    private static final List<Experiment> EXPERIMENTS = List.of(
            new ColdStart(),
            new SendBench(),
            new DrainBench(),
            new MockDrain(),
            new HttpDrain(),
            new SlowGateway(),
            new LostAnswers(),
            new FirstMessage(),
            new Growth(),
            new ExpansionBench(),
            new ImportBench(),
            new MemoryBench(),
            new ReadsBench());

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Plan plan = Plan.from(System::getProperty);
        Path bench = Path.of(System.getProperty("repository.root"), "bench");
        // Only a whole run replaces the results that are kept with the source.
        Results results = new Results(plan.isWhole() ? bench : bench.resolve("target/results"), plan);
        Watch watch = Watch.start();
        try (Lab lab = Lab.open(bench.resolve("target/lab"), plan, results)) {
            results.server(lab.description());
            EXPERIMENTS.stream()
                    .filter(experiment -> plan.wants(experiment.name()))
                    .forEach(experiment -> results.add(experiment.name(), run(experiment, lab)));
            // Before the lab is closed, since a failed experiment may have left it in disorder.
            say(Table.of(results.findings()));
            say(results.write(watch.seconds()) + ", after " + Math.round(watch.seconds()) + " s");
        }
    }

    /** A failed experiment must not lose the others, whatever the failure: even a missing class, or no memory. */
    static List<Finding> run(Experiment experiment, Lab lab) {
        say("# " + experiment.name());
        Watch watch = Watch.start();
        try {
            List<Finding> findings = experiment.run(lab);
            say(Table.of(findings) + "in " + Math.round(watch.seconds()) + " s\n");
            return findings;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.failed(experiment.name(), e));
        } catch (Throwable e) {
            e.printStackTrace();
            return List.of(Finding.failed(experiment.name(), e));
        }
    }

    private static void say(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
