package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.testing.SameSlot;
import com.campaignmanager.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two dead runs: the first had begun a message of the second campaign, the second one of the first campaign. */
class ReclaimDeadRunsTest {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final World world = World.with();
    private final List<Long> customers = world.customers(2);
    private final long firstCampaign = world.campaign("sending");
    private final long secondCampaign = world.campaign("sending");
    private final long ofFirstRun = diesWithOneBegun(secondCampaign);
    private final long ofSecondRun = diesWithOneBegun(firstCampaign);

    @AfterEach
    void close() {
        world.close();
    }

    private long diesWithOneBegun(long campaign) {
        long message = world.addMessages(campaign, customers.subList(0, 1)).getFirst();
        long run = world.runs().begin().orElseThrow();
        assertThat(world.claim(run, 10)).extracting(Claimed::id).containsExactly(message);
        world.records().record(run, 0, LEASE, List.of(), List.of(message));
        return message;
    }

    private ReclaimDeadRuns reclaim(Jdbi jdbi) {
        return new ReclaimDeadRuns(
                jdbi,
                new RetryPolicy(world.settings.retry(), new Random()),
                new CloseCampaigns(jdbi, world.metrics),
                new DeadLetters(world.queue, EventBus.NONE),
                world.metrics);
    }

    /** Counters are changed in the order of the campaigns, but only within a statement. */
    @Test
    void reclaiming_several_runs_and_a_worker_that_records_meanwhile_do_not_deadlock() throws Exception {
        List<Long> recorded = List.of(
                world.addMessages(firstCampaign, customers.subList(1, 2)).getFirst(),
                world.addMessages(secondCampaign, customers.subList(1, 2)).getFirst());
        world.databaseClock.advance(Duration.ofSeconds(61));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                SameSlot sessions = new SameSlot(world);
                Handle other = world.jdbi().open()) {
            other.begin();
            other.execute("SELECT FROM outbound_messages WHERE id = ? FOR UPDATE", ofSecondRun);
            Future<Integer> reclaim =
                    threads.submit(() -> reclaim(sessions.one()).expired());
            Waiting.until("the reclaim of the second run waits", () -> world.waitingForLocks() == 1);

            Future<?> record = threads.submit(() -> sessions.other()
                    .useHandle(handle -> handle.createUpdate(
                                    "UPDATE outbound_messages SET status = 'sent' WHERE id = ANY (:ids)")
                            .bindArray("ids", Long.class, recorded.toArray())
                            .execute()));
            Waiting.until("the worker has recorded or waits", () -> record.isDone() || world.waitingForLocks() == 2);
            other.rollback();

            record.get();
            assertThat(reclaim.get()).isEqualTo(2);
        }
        assertThat(world.longs("SELECT id FROM outbound_messages WHERE retry_count = 1 ORDER BY id"))
                .containsExactly(ofFirstRun, ofSecondRun);
        assertThat(world.stats(firstCampaign)).isEqualTo("1/1/0");
        assertThat(world.stats(secondCampaign)).isEqualTo("1/1/0");
    }
}
