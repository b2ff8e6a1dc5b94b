package com.campaignmanager.bench.experiment;

import com.campaignmanager.api.ApiHandler;
import com.campaignmanager.bench.Experiment;
import com.campaignmanager.bench.lab.Invocation;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.Load;
import com.campaignmanager.bench.lab.MessageSql;
import com.campaignmanager.bench.measure.Pairs;
import com.campaignmanager.bench.measure.Series;
import com.campaignmanager.bench.measure.Watch;
import com.campaignmanager.bench.report.Figures;
import com.campaignmanager.bench.report.Finding;
import com.campaignmanager.packaging.HttpEvent;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.wake.WakeSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Compares a send to 100,000 customers named by id, from the API's handler to the last job in Redis, with one INSERT … SELECT
 * of the same rows. Each starts with an empty message table.
 */
public final class SendBench implements Experiment {
    private static final int IDS = 100_000;
    private static final Load CUSTOMERS = Load.customers(2 * IDS);

    @Override
    public String name() {
        return "send";
    }

    @Override
    public List<Finding> run(Lab lab) throws Exception {
        try (LabDatabase database = lab.with(CUSTOMERS);
                ApiHandler api = new ApiHandler(database.settings(), WakeSignal.NONE, Optional.empty());
                SendQueue queue = database.queue()) {
            Sends sends = new Sends(
                    database,
                    new Invocation("api", api, Duration.ofSeconds(30)),
                    queue,
                    ids(lab.plan().seed()));
            double cold = sends.send();
            Pairs pairs = Pairs.interleaved(
                    lab.plan().either(2, 1), lab.plan().either(9, 3), sends::send, sends::insertSelect);
            return List.of(
                    Finding.atMost(
                            "send of 100,000 ids, until its last job is queued / INSERT … SELECT",
                            pairs,
                            1.25,
                            Figures.plain(pairs.a().median()) + " s against "
                                    + Figures.plain(pairs.b().median()) + " s"),
                    Finding.shown(
                            "the first send in a new JVM", Series.of(cold), " s", "not included in the ratio above"));
        }
    }

    /** Half of all customers in random order. */
    private static List<Long> ids(long seed) {
        List<Long> all =
                new ArrayList<>(LongStream.rangeClosed(1, 2 * IDS).boxed().toList());
        Collections.shuffle(all, new Random(seed));
        return List.copyOf(all.subList(0, IDS));
    }

    private record Sends(LabDatabase database, Invocation api, SendQueue queue, List<Long> ids) {
        double send() throws Exception {
            long campaign = newCampaign();
            String list = ids.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
            String event = HttpEvent.post("/campaigns/" + campaign + "/send", "{\"customer_ids\":" + list + "}");
            Watch watch = Watch.start();
            byte[] answer = api.call(event);
            double seconds = watch.seconds();
            api.expect(202, answer);
            require(campaign);
            if (queue.length() != IDS) {
                throw new IllegalStateException(queue.length() + " jobs");
            }
            return seconds;
        }

        double insertSelect() {
            long campaign = newCampaign();
            double seconds = database.jdbi().withHandle(handle -> {
                var insert = handle.createUpdate(MessageSql.insert(campaign, "c.id = ANY (:ids)"))
                        .bindArray("ids", Long.class, ids.toArray());
                Watch watch = Watch.start();
                insert.execute();
                return watch.seconds();
            });
            require(campaign);
            return seconds;
        }

        private long newCampaign() {
            database.run("TRUNCATE outbound_messages, campaign_stats");
            database.run("DELETE FROM campaigns");
            while (!queue.take(2_000).isEmpty()) {
                // until the list is empty
            }
            long campaign = database.number("SELECT nextval(pg_get_serial_sequence('campaigns', 'id'))");
            database.run(Load.campaign(campaign, "draft"));
            database.checkpoint();
            return campaign;
        }

        private void require(long campaign) {
            database.require(IDS, "SELECT sum(pending)::bigint FROM campaign_stats WHERE campaign_id = " + campaign);
        }
    }
}
