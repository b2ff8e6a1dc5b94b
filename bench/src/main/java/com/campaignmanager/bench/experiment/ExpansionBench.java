package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.Invocation;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.Load;
import com.campaignmanager.bench.lab.MessageSql;
import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.local.lambda.TickEvent;
import com.campaignmanager.scheduler.SchedulerHandler;
import com.campaignmanager.wake.WakeSignal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Compares the expansion of a large audience by the scheduler's handler with one INSERT … SELECT of the same rows. */
public final class ExpansionBench implements Experiment {
    @Override
    public String name() {
        return "expansion";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        int count = lab.plan().either(1_000_000, 100_000);
        Load customers = Load.customers(count);
        expand(lab, Load.customers(100_000), 100_000);
        Pairs pairs = Pairs.interleaved(
                0, lab.plan().either(3, 2), () -> expand(lab, customers, count), () -> insert(lab, customers, count));
        return List.of(Finding.atMost(
                "expansion of " + Figures.plain(count) + " / INSERT … SELECT",
                pairs,
                1.5,
                Figures.plain(pairs.a().median()) + " s against "
                        + Figures.plain(pairs.b().median()) + " s; memory is listed below"));
    }

    private static double expand(Lab lab, Load customers, int count) throws Exception {
        try (LabDatabase database = lab.with(customers);
                SchedulerHandler scheduler =
                        new SchedulerHandler(database.settings(), EventBus.NONE, WakeSignal.NONE)) {
            freezeAll(database, count);
            String tick = new String(new TickEvent(Clock.systemUTC()).get(), StandardCharsets.UTF_8);
            Invocation invocation = new Invocation("scheduler", scheduler, Duration.ofMinutes(5));
            Watch watch = Watch.start();
            invocation.call(tick);
            double seconds = watch.seconds();
            requirePending(database, count);
            return seconds;
        }
    }

    /** Campaign 1 is sent to all customers and not expanded yet. */
    static void freezeAll(LabDatabase database, int count) {
        database.run(Load.campaign(1, "sending"));
        database.run("UPDATE campaigns SET audience = '{\"all\": true}', expanding = true, expand_until = " + count
                + ", recipients_expected = " + count);
    }

    private static double insert(Lab lab, Load customers, int count) {
        try (LabDatabase database = lab.with(customers)) {
            database.run(Load.campaign(1, "sending"));
            Watch watch = Watch.start();
            database.run(MessageSql.insert(1, "true"));
            double seconds = watch.seconds();
            requirePending(database, count);
            return seconds;
        }
    }

    static void requirePending(LabDatabase database, int count) {
        database.require(count, "SELECT sum(pending)::bigint FROM campaign_stats");
    }
}
