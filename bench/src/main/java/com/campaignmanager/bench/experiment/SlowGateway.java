package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.AnsweringSender;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.Load;
import com.campaignmanager.bench.lab.SinkProcess;
import com.campaignmanager.bench.lab.Workers;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.SendResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How busy 20 slots are, and what a message costs, with a gateway that takes as long as real ones do. */
public final class SlowGateway implements Experiment {
    private static final int WORKERS = 4;
    private static final Duration LATENCY = Duration.ofMillis(100);
    private static final double MOST = WORKERS * 5 / 0.1;
    private static final double SETTLED_AFTER = 1;

    @Override
    public String name() {
        return "slow-gateway";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        int count = (int) MOST * lab.plan().either(30, 6);
        Collection<Double> answers = new ConcurrentLinkedQueue<>();
        try (SinkProcess sink = SinkProcess.start(LATENCY);
                LabDatabase database = lab.with(Load.dueMessages(count));
                Workers workers = new Workers(database, WORKERS, timed(sink.sender(), answers))) {
            double cpuBefore = lab.cpu().seconds();
            workers.drain();
            double cpu = lab.cpu().seconds() - cpuBefore;
            database.require(count, "SELECT sum(sent)::bigint FROM campaign_stats");
            return List.of(
                    Finding.atLeast(
                            "drain to a gateway that takes 100 ms, 20 slots / 200 messages/s",
                            Series.of(steadyRate(answers) / MOST * 100),
                            98,
                            " %",
                            Figures.plain(steadyRate(answers)) + " messages/s"),
                    Finding.atMost(
                            "the same: processor time per 1,000 messages",
                            Series.of(cpu / count * 1_000),
                            0.2,
                            " s",
                            "servers included, the gateway not"));
        }
    }

    private static MessageSender timed(MessageSender sender, Collection<Double> answers) {
        return new AnsweringSender(message -> {
            SendResult result = sender.send(message);
            answers.add(System.nanoTime() / 1e9);
            return result;
        });
    }

    /** Without the first second, in which connections are opened, and the last, in which slots run out of messages. */
    private static double steadyRate(Collection<Double> answers) {
        Series instants = Series.of(List.copyOf(answers));
        double from = instants.least() + SETTLED_AFTER;
        double until = instants.most() - SETTLED_AFTER;
        return answers.stream()
                        .filter(instant -> instant > from && instant <= until)
                        .count()
                / (until - from);
    }
}
