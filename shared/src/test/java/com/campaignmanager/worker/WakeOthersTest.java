package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.event.EventBus;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a worker starts another. */
class WakeOthersTest {
    private final World world = World.with();
    private final AtomicInteger woken = new AtomicInteger();
    private final WakeSignal wake = new WakeSignal() {
        @Override
        public void workers() {
            woken.incrementAndGet();
        }

        @Override
        public void scheduler() {}
    };

    private Drain drain() {
        return world.drain(ScriptedSender.accepting(), EventBus.NONE, wake, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_worker_whose_time_is_up_hands_over_to_another_and_one_that_is_done_does_not() throws Exception {
        world.sendingCampaign(10);
        Drain drain = drain();

        assertThat(drain.run(() -> Duration.ZERO).drained()).isFalse();
        assertThat(woken).hasValue(1);

        assertThat(drain.run(() -> Duration.ofMinutes(1)).drained()).isTrue();
        assertThat(woken).hasValue(1);
    }

    @Test
    void a_worker_with_more_than_it_claims_at_once_wakes_another_while_there_is_a_slot_for_it() throws Exception {
        world.sendingCampaign(2_000);
        assertThat(drain().run(() -> Duration.ofMinutes(1)).sent()).isEqualTo(2_000);
        assertThat(woken.get()).isPositive();
    }

    @Test
    void a_worker_that_takes_the_last_slot_wakes_nobody() throws Exception {
        world.sendingCampaign(2_000);
        for (int slot = 1; slot < world.settings.worker().maxWorkers(); slot++) {
            world.runs().begin();
        }
        assertThat(drain().run(() -> Duration.ofMinutes(1)).sent()).isEqualTo(2_000);
        assertThat(woken).hasValue(0);
    }

    @Test
    void a_worker_that_finds_no_free_slot_wakes_nobody() throws Exception {
        world.sendingCampaign(10);
        while (world.runs().begin().isPresent()) {
            // all slots are taken in the end
        }
        assertThat(drain().run(() -> Duration.ofMinutes(1)).drained()).isFalse();
        assertThat(woken).hasValue(0);
    }
}
