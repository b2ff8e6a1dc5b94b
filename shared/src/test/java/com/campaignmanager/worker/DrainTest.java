package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.testing.RawRedis;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is sent to, by whom and in which order. What follows from a failed send is {@link FailedSendsTest}'s. */
class DrainTest {
    private World world = World.with("RETRY_BACKOFF=1ms");

    @AfterEach
    void close() {
        world.close();
    }

    private World worldWith(String... variables) {
        world.close();
        world = World.with(variables);
        return world;
    }

    @Test
    void every_message_named_by_a_job_is_sent_once_and_the_campaign_closes_as_sent() throws Exception {
        long campaign = world.sendingCampaign(1_000);
        world.queue.push(world.messagesOf(campaign));
        ScriptedSender sender = ScriptedSender.accepting();

        DrainResult result = world.drained(sender);

        assertThat(result).isEqualTo(new DrainResult(1_000, 1_000, 0, 0, 0, true));
        assertThat(sender.givenIds()).containsExactlyInAnyOrderElementsOf(world.messagesOf(campaign));
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
        assertThat(world.stats(campaign)).isEqualTo("0/1000/0").isEqualTo(world.recount(campaign));
        assertThat(world.longs("SELECT run_id FROM worker_runs")).isEmpty();
        assertThat(world.number("SELECT count(*) FROM outbound_messages WHERE claimed_by IS NOT NULL"))
                .isZero();
        assertThat(world.text("SELECT min(provider_id) FROM outbound_messages")).startsWith("p-");
    }

    @Test
    void without_any_job_in_redis_due_messages_are_found_and_sent() throws Exception {
        long campaign = world.sendingCampaign(300);

        assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(300);
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    @Test
    void repeated_unknown_and_garbage_jobs_do_no_harm() throws Exception {
        long campaign = world.sendingCampaign(20);
        List<Long> ids = world.messagesOf(campaign);
        world.queue.push(ids);
        world.queue.push(ids);
        world.queue.push(List.of(999_999_999L, Long.MAX_VALUE));
        RawRedis.push(
                world,
                "",
                "null",
                "[]",
                "{",
                "{\"outbound_message_id\":\"1\"}",
                "{\"outbound_message_id\":-1}",
                "{\"outbound_message_id\":1e99}",
                "{\"outbound_message_id\":99999999999999999999999}",
                "\u0000",
                "1");
        ScriptedSender sender = ScriptedSender.accepting();

        DrainResult result = world.drained(sender);

        assertThat(result.sent()).isEqualTo(20);
        assertThat(sender.givenIds()).doesNotHaveDuplicates();
        assertThat(world.queue.length()).isZero();
    }

    @Test
    void a_worker_short_of_time_gives_back_what_it_has_not_begun() throws Exception {
        // More than may have begun when its time runs out, however late it looks.
        long campaign = world.sendingCampaign(1_000);
        AtomicInteger sent = new AtomicInteger();
        ScriptedSender sender = new ScriptedSender(message -> {
            sent.incrementAndGet();
            return SendResult.accepted();
        });

        DrainResult result = world.drain(sender).run(() -> Duration.ofSeconds(sent.get() < 20 ? 60 : 1));

        assertThat(result.drained()).isFalse();
        assertThat(result.sent()).isEqualTo(sent.get()).isLessThan(1_000);
        assertThat(result.claimed()).isEqualTo(result.sent() + result.released());
        assertThat(world.number("SELECT count(*) FROM outbound_messages WHERE claimed_by IS NOT NULL"))
                .isZero();
        assertThat(world.stats(campaign)).isEqualTo(world.recount(campaign));
        assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(1_000 - sent.get());
    }

    @Test
    void a_small_campaign_started_behind_a_large_one_does_not_wait_for_it() throws Exception {
        long large = world.sendingCampaign(5_000);
        world.queue.push(world.messagesOf(large));
        long small = world.sendingCampaign(10);
        world.queue.push(world.messagesOf(small));
        ScriptedSender sender = ScriptedSender.accepting();

        world.drained(sender);

        List<Long> order = sender.givenIds();
        long lastOfSmall =
                world.messagesOf(small).stream().mapToLong(order::indexOf).max().orElseThrow();
        assertThat(lastOfSmall).isLessThan(200);
    }

    @Test
    void several_workers_at_once_send_each_message_once() throws Exception {
        worldWith("MAX_WORKERS=4");
        long campaign = world.sendingCampaign(3_000);
        world.queue.push(world.messagesOf(campaign));
        ScriptedSender sender = ScriptedSender.accepting();

        List<Thread> workers = LongStream.range(0, 6)
                .mapToObj(i -> Thread.ofVirtual().start(() -> drainedQuietly(sender)))
                .toList();
        for (Thread worker : workers) {
            worker.join();
        }

        assertThat(sender.givenIds()).hasSize(3_000).doesNotHaveDuplicates();
        assertThat(world.stats(campaign)).isEqualTo("0/3000/0").isEqualTo(world.recount(campaign));
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    private void drainedQuietly(ScriptedSender sender) {
        try {
            world.drained(sender);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void with_more_campaigns_than_one_claim_looks_at_every_one_gets_its_turn() throws Exception {
        List<Long> campaigns =
                LongStream.range(0, 40).mapToObj(i -> world.sendingCampaign(30)).toList();
        ScriptedSender sender = ScriptedSender.accepting();

        assertThat(world.drained(sender).sent()).isEqualTo(1_200);

        for (long campaign : campaigns) {
            long first = sender.given().stream()
                    .takeWhile(message -> message.campaignId() != campaign)
                    .count();
            assertThat(first)
                    .as("sends before campaign " + campaign + " begins")
                    .isLessThan(400);
        }
    }

    @Test
    void without_redis_everything_is_sent_all_the_same() throws Exception {
        worldWith("REDIS_URL=redis://127.0.0.1:1");
        long campaign = world.sendingCampaign(100);

        assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(100);
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    @Test
    void a_campaign_whose_row_another_session_holds_costs_no_send_and_closes_later() throws Exception {
        long campaign = world.sendingCampaign(500);
        ScriptedSender sender = ScriptedSender.accepting();
        DrainResult result;
        try (Handle other = world.jdbi().open()) {
            other.begin();
            other.execute("SELECT FROM campaigns WHERE id = ? FOR UPDATE", campaign);
            result = world.drained(sender);
            assertThat(world.statusOf(campaign)).isEqualTo("sending");
            other.rollback();
        }

        assertThat(result).isEqualTo(new DrainResult(500, 500, 0, 0, 0, true));
        assertThat(sender.givenIds()).hasSize(500).doesNotHaveDuplicates();
        assertThat(world.number("SELECT count(*) FROM worker_runs")).isZero();
        Waiting.until("the campaign is closed", () -> world.statusOf(campaign).equals("sent"));
    }
}
