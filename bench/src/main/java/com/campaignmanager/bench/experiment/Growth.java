package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.chart.Chart;
import com.campaignmanager.bench.chart.Chart.Point;
import com.campaignmanager.bench.lab.CountingSender;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.Load;
import com.campaignmanager.bench.lab.Workers;
import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import java.util.ArrayList;
import java.util.List;

/** Whether the cost per message of a drain depends on the size of the campaign, or grows from the first to the last. */
public final class Growth implements Experiment {
    private static final int SMALL = 10_000;
    private static final int SMALL_DRAINS = 5;
    private static final double MICROS = 1e6;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        int large = lab.plan().either(1_000_000, 200_000);
        int middle = large / 10;
        drain(lab, middle, new CountingSender(middle));
        List<Double> costLarge = new ArrayList<>();
        List<Double> costSmall = new ArrayList<>();
        List<Double> endToStart = new ArrayList<>();
        for (int i = 0; i < lab.plan().either(2, 1); i++) {
            CountingSender sender = new CountingSender(large);
            costSmall.add(smallDrains(lab));
            costLarge.add(drain(lab, large, sender));
            endToStart.add(tenth(sender, 9) / tenth(sender, 0));
            lab.chart("throughput", throughput(sender.instants(), large));
        }
        costSmall.add(smallDrains(lab));
        double costMiddle = drain(lab, middle, new CountingSender(middle));
        lab.forget(Load.dueMessages(large));
        lab.chart("growth", growth(middle, large, Series.of(costSmall), costMiddle, Series.of(costLarge)));
        Pairs pairs = Pairs.of(costLarge, costSmall.subList(0, costLarge.size()));
        return List.of(
                Finding.atMost(
                        "drain: cost per message with " + Figures.plain(large)
                                + " messages in the campaign / with 10,000",
                        pairs,
                        1.1,
                        Figures.plain(pairs.a().median()) + " µs against "
                                + Figures.plain(pairs.b().median()) + " µs"),
                Finding.shown(
                        "drain of " + Figures.plain(large) + ": time of the last tenth / of the first",
                        Series.of(endToStart),
                        " ×",
                        "the chart shows the whole drain"));
    }

    private static double smallDrains(Lab lab) throws Exception {
        List<Double> costs = new ArrayList<>();
        for (int i = 0; i < SMALL_DRAINS; i++) {
            costs.add(drain(lab, SMALL, new CountingSender(SMALL)));
        }
        return Series.of(costs).median();
    }

    /** In microseconds per message. */
    private static double drain(Lab lab, int count, CountingSender sender) throws Exception {
        try (LabDatabase database = lab.with(Load.dueMessages(count));
                Workers worker = new Workers(database, 1, sender)) {
            Watch watch = Watch.start();
            worker.drain();
            double seconds = watch.seconds();
            database.require(count, "SELECT sum(sent)::bigint FROM campaign_stats");
            return seconds / count * MICROS;
        }
    }

    /** The time that a tenth of the messages took. */
    private static double tenth(CountingSender sender, int which) {
        long[] instants = sender.instants();
        int from = instants.length / 10 * which;
        return instants[from + instants.length / 10 - 1] - instants[from];
    }

    private static Chart throughput(long[] instants, int count) {
        List<Point> points = new ArrayList<>();
        int second = 0;
        int from = 0;
        for (int i = 0; i < instants.length; i++) {
            if (instants[i] - instants[0] >= (second + 1) * 1_000_000_000L) {
                second++;
                points.add(new Point(second, i - from));
                from = i;
            }
        }
        return Chart.of("A drain of " + Figures.plain(count) + ", one worker", "seconds", "messages/s")
                .line("messages/s", points.isEmpty() ? List.of(new Point(1, count)) : points);
    }

    private static Chart growth(int middle, int large, Series small, double costMiddle, Series costLarge) {
        return Chart.byPowersOfTen("Cost per message by size of the campaign", "messages", "µs")
                .line(
                        "drain",
                        List.of(
                                new Point(SMALL, small.median()),
                                new Point(middle, costMiddle),
                                new Point(large, costLarge.median())));
    }
}
