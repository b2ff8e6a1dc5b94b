package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.testing.ForgetfulFront;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What jobs on the list do to the order of sends, and what becomes of each of them. */
class JobsTest {
    private World world = World.with();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jobs_of_a_large_campaign_take_no_other_campaigns_turn(boolean largeIsFirst) throws Exception {
        List<Long> campaigns = LongStream.range(0, 21)
                .mapToObj(i -> world.sendingCampaign(i == (largeIsFirst ? 0 : 20) ? 3_000 : i == 18 ? 10 : 200))
                .toList();
        world.queue.push(world.messagesOf(campaigns.get(largeIsFirst ? 0 : 20)));
        ScriptedSender sender = ScriptedSender.accepting();

        world.drained(sender);

        List<Long> order = sender.givenIds();
        long lastOfSmall = world.messagesOf(campaigns.get(18)).stream()
                .mapToLong(order::indexOf)
                .max()
                .orElseThrow();
        assertThat(lastOfSmall).isLessThan(1_000);
    }

    @Test
    void jobs_behind_many_that_name_nothing_to_send_are_served_in_the_same_run() throws Exception {
        List<Long> failed = failedMessages(500);
        world.queue.push(jobsForNothing(200));
        world.queue.push(failed);
        ScriptedSender sender = ScriptedSender.accepting();

        assertThat(world.drained(sender).drained()).isTrue();

        assertThat(sender.givenIds()).containsExactlyInAnyOrderElementsOf(failed);
        assertThat(world.queue.length()).isZero();
    }

    @Test
    void jobs_behind_many_that_name_nothing_to_send_are_served_while_a_campaign_is_sent() throws Exception {
        List<Long> failed = failedMessages(700);
        // Twenty, and twice as many each time: the next take is larger than the largest claim.
        world.queue.push(jobsForNothing(620));
        world.queue.push(failed);
        world.sendingCampaign(2_000);
        ScriptedSender sender = ScriptedSender.accepting();

        world.drained(sender);

        assertThat(sender.givenIds()).hasSize(2_700).containsAll(failed);
    }

    @Test
    void jobs_that_a_worker_took_when_its_time_ran_out_are_there_for_the_next() throws Exception {
        List<Long> failed = failedMessages(500);
        world.queue.push(jobsForNothing(300));
        world.queue.push(failed);
        world.sendingCampaign(1);
        AtomicInteger sends = new AtomicInteger();
        ScriptedSender sender = new ScriptedSender(message -> {
            sends.incrementAndGet();
            return SendResult.accepted();
        });

        world.drain(sender).run(() -> Duration.ofSeconds(sends.get() < 2 ? 60 : 1));
        assertThat(sends.get()).isLessThan(501);
        world.drained(sender);

        assertThat(sender.givenIds()).hasSize(501).containsAll(failed);
        assertThat(world.queue.length()).isZero();
    }

    @Test
    void a_redis_that_says_nothing_is_left_alone_for_a_while() throws Exception {
        try (ForgetfulFront network = new ForgetfulFront(TestServers.get().redis())) {
            network.fallSilent();
            world.close();
            world = World.with("REDIS_URL=" + network.url());
            world.sendingCampaign(300);

            assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(300);

            assertThat(network.callers()).as("times it was asked").isLessThan(5);
        }
    }

    /** With AUTO_RETRY=false nothing but a job makes a worker try these again. */
    private List<Long> failedMessages(int count) {
        world.close();
        world = World.with("AUTO_RETRY=false");
        long campaign = world.sendingCampaign(count);
        world.run("UPDATE outbound_messages SET status = 'failed', retry_count = 1, last_error = 'busy',"
                + " failure_kind = 'transient'");
        world.run("UPDATE campaigns SET status = 'failed' WHERE id = " + campaign);
        return world.messagesOf(campaign);
    }

    private static List<Long> jobsForNothing(int count) {
        return Collections.nCopies(count, 4_711_000_000L);
    }
}
