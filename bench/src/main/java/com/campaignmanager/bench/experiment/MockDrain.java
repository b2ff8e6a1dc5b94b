package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.AnsweringSender;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.Load;
import com.campaignmanager.bench.lab.Workers;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.sender.mock.MockSender;
import com.campaignmanager.settings.SenderSettings.Mock;
import com.campaignmanager.settings.SenderSettings.MockAccount;
import com.campaignmanager.time.Pause;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How busy the slots are with sends as long as the mock's. Compares the messages sent in a period with the largest number
 * that five slots could send, which is five divided by the mean latency.
 */
public final class MockDrain implements Experiment {
    private static final int SLOTS = 5;
    private static final int MESSAGES = 10_000;
    /** Skipped at the start, while the first claim is made and connections are opened. */
    private static final double SETTLED_AFTER = 1;

    @Override
    public String name() {
        return "mock";
    }

    /** The start and end of a send in seconds, by this JVM's clock. */
    private record Sent(double begun, double ended) {}

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        List<Double> shares = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < lab.plan().either(3, 1); i++) {
            Duration time = Duration.ofSeconds(lab.plan().either(20, 8));
            List<Sent> sent = drain(lab, time, lab.plan().seed() + i);
            double from = sent.getFirst().ended + SETTLED_AFTER;
            double until = sent.getLast().begun;
            shares.add(busy(sent, from, until) / (SLOTS * (until - from)) * 100);
            rates.add(sent.stream()
                            .filter(one -> one.ended > from && one.ended <= until)
                            .count()
                    / (until - from));
        }
        return List.of(Finding.atLeast(
                "drain with 50–200 ms per send and 5 slots / 5 divided by the mean latency",
                Series.of(shares),
                98,
                " %",
                Figures.plain(Series.of(rates).median()) + " messages/s"));
    }

    /** The seconds of sending of all slots between two instants, so that sends and mean latency cover the same period. */
    private static double busy(List<Sent> sent, double from, double until) {
        return sent.stream()
                .mapToDouble(one -> Math.max(0, Math.min(one.ended, until) - Math.max(one.begun, from)))
                .sum();
    }

    private static List<Sent> drain(Lab lab, Duration time, long seed) throws Exception {
        ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
        MessageSender mock = new MockSender(
                new Mock(
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        0.92,
                        Optional.of(seed),
                        Optional.empty(),
                        MockAccount.OK,
                        false),
                Pause.REAL,
                Clock.systemUTC());
        AtomicBoolean stopped = new AtomicBoolean();
        long end = System.nanoTime() + time.toNanos();
        MessageSender timed = new AnsweringSender(message -> {
            double begun = System.nanoTime() / 1e9;
            SendResult result = mock.send(message);
            sent.add(new Sent(begun, System.nanoTime() / 1e9));
            stopped.compareAndSet(false, System.nanoTime() > end);
            return result;
        });
        try (LabDatabase database = lab.with(Load.dueMessages(MESSAGES));
                Workers workers = new Workers(database, 1, timed)) {
            workers.drainUntil(stopped);
        }
        // Sends in flight at the stop are not counted, because no slot had to be kept busy any longer.
        return sent.stream().filter(one -> one.begun * 1e9 < end).toList();
    }
}
