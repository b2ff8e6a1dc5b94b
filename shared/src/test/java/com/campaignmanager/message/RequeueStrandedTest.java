package com.campaignmanager.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.testing.RawRedis;
import com.campaignmanager.testing.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequeueStrandedTest {
    private final World world = World.with();
    private final RequeueStranded requeue = new RequeueStranded(world.jdbi(), world.queue);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void messages_without_a_job_get_one_and_not_a_second_one_soon() {
        world.sendingCampaign(10);

        assertThat(requeue.run()).isEqualTo(10);
        assertThat(requeue.run()).isZero();

        world.databaseClock.advance(Duration.ofMinutes(3));
        assertThat(requeue.run()).isEqualTo(10);
        assertThat(world.queue.length()).isEqualTo(20);
    }

    @Test
    void a_tick_pushes_a_bounded_number_and_none_while_the_list_is_long() {
        world.sendingCampaign(2_500);

        assertThat(requeue.run()).isEqualTo(1_000);
        assertThat(requeue.run()).isZero();
        assertThat(world.queue.length()).isEqualTo(1_000);

        RawRedis.flush(world);
        assertThat(requeue.run()).isEqualTo(1_000);
    }

    @Test
    void messages_that_are_held_or_not_due_or_done_are_left_alone() {
        world.sendingCampaign(4);
        world.run("UPDATE outbound_messages SET claimed_by = 1 WHERE id % 4 = 0");
        world.run("UPDATE outbound_messages SET next_attempt_at = now() + interval '1 hour' WHERE id % 4 = 1");
        world.run("UPDATE outbound_messages SET status = 'sent' WHERE id % 4 = 2");

        assertThat(requeue.run()).isEqualTo(1);
    }
}
