package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.testing.RawRedis;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a message whose send fails, and of its campaign. */
class FailedSendsTest {
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
    void a_transient_failure_is_tried_again_under_the_same_key_until_it_succeeds() throws Exception {
        long campaign = world.sendingCampaign(10);
        var attempts = new ConcurrentHashMap<Long, Integer>();
        ScriptedSender sender = new ScriptedSender(message -> attempts.merge(message.messageId(), 1, Integer::sum) < 3
                ? SendResult.refused(ErrorClass.TRANSIENT, "busy")
                : SendResult.accepted());

        DrainResult result = world.drained(sender);

        assertThat(result).isEqualTo(new DrainResult(30, 10, 0, 20, 0, true));
        assertThat(sender.given().stream().map(m -> m.idempotencyKey()).distinct())
                .hasSize(10);
        assertThat(world.longs("SELECT DISTINCT retry_count FROM outbound_messages"))
                .containsExactly(2L);
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    @Test
    void a_message_that_is_sent_in_the_end_shows_no_error() throws Exception {
        world.sendingCampaign(1);
        var attempts = new ConcurrentHashMap<Long, Integer>();

        world.drained(new ScriptedSender(message -> attempts.merge(message.messageId(), 1, Integer::sum) == 1
                ? SendResult.refused(ErrorClass.TRANSIENT, "busy")
                : SendResult.accepted()));

        assertThat(world.number("SELECT count(*) FROM outbound_messages WHERE status = 'sent' AND last_error IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void after_max_retries_a_message_fails_with_its_reason_and_is_named_as_a_dead_letter() throws Exception {
        long campaign = world.sendingCampaign(2);

        DrainResult result =
                world.drained(new ScriptedSender(message -> SendResult.refused(ErrorClass.TRANSIENT, "busy")));

        assertThat(result).isEqualTo(new DrainResult(6, 0, 2, 4, 0, true));
        assertThat(world.text("SELECT DISTINCT last_error FROM outbound_messages"))
                .isEqualTo("max retries exceeded: busy");
        assertThat(world.text("SELECT DISTINCT failure_kind FROM outbound_messages"))
                .isEqualTo("transient");
        assertThat(world.statusOf(campaign)).isEqualTo("failed");
        assertThat(RawRedis.list(world, "campaign_sends:dead")).hasSize(2);
    }

    @Test
    void a_permanent_failure_fails_at_once() throws Exception {
        long campaign = world.sendingCampaign(1);

        DrainResult result =
                world.drained(new ScriptedSender(message -> SendResult.refused(ErrorClass.RECIPIENT, "bad number")));

        assertThat(result).isEqualTo(new DrainResult(1, 0, 1, 0, 0, true));
        assertThat(world.text("SELECT last_error FROM outbound_messages")).isEqualTo("bad number");
        assertThat(world.statusOf(campaign)).isEqualTo("failed");
    }

    @Test
    void a_campaign_of_which_some_messages_were_sent_closes_as_sent() throws Exception {
        long campaign = world.sendingCampaign(10);

        world.drained(new ScriptedSender(message -> message.messageId() % 2 == 0
                ? SendResult.refused(ErrorClass.RECIPIENT, "bad number")
                : SendResult.accepted()));

        assertThat(world.statusOf(campaign)).isEqualTo("sent");
        assertThat(world.stats(campaign)).isEqualTo("0/5/5");
    }

    @Test
    void a_sender_that_throws_stops_nothing_and_its_message_ends_as_uncertain() throws Exception {
        long campaign = world.sendingCampaign(50);
        long poisoned = world.messagesOf(campaign).get(7);

        DrainResult result = world.drained(new ScriptedSender(message -> {
            if (message.messageId() == poisoned) {
                throw new IllegalArgumentException("this content breaks me");
            }
            return SendResult.accepted();
        }));

        assertThat(result.sent()).isEqualTo(49);
        assertThat(world.text("SELECT failure_kind FROM outbound_messages WHERE status = 'failed'"))
                .isEqualTo("uncertain");
    }

    @Test
    void without_auto_retry_each_failed_attempt_fails_and_a_job_pushed_by_hand_tries_again() throws Exception {
        worldWith("AUTO_RETRY=false");
        long campaign = world.sendingCampaign(1);
        ScriptedSender busy = new ScriptedSender(message -> SendResult.refused(ErrorClass.TRANSIENT, "busy"));

        assertThat(world.drained(busy)).isEqualTo(new DrainResult(1, 0, 1, 0, 0, true));
        assertThat(world.text("SELECT status || ' ' || retry_count || ' ' || last_error FROM outbound_messages"))
                .isEqualTo("failed 1 busy");
        assertThat(world.statusOf(campaign)).isEqualTo("failed");

        assertThat(world.drained(busy).claimed()).isZero();
        world.queue.push(world.messagesOf(campaign));
        assertThat(world.drained(busy).failed()).isEqualTo(1);
        assertThat(world.text("SELECT status || ' ' || retry_count FROM outbound_messages"))
                .isEqualTo("failed 2");

        world.queue.push(world.messagesOf(campaign));
        assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(1);
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    @Test
    void without_auto_retry_the_last_attempt_fails_for_good() throws Exception {
        worldWith("AUTO_RETRY=false");
        long campaign = world.sendingCampaign(1);
        ScriptedSender busy = new ScriptedSender(message -> SendResult.refused(ErrorClass.TRANSIENT, "busy"));
        for (int attempt = 1; attempt <= 5; attempt++) {
            world.queue.push(world.messagesOf(campaign));
            world.drained(busy);
        }

        assertThat(busy.given()).hasSize(3);
        assertThat(world.text("SELECT last_error FROM outbound_messages")).isEqualTo("max retries exceeded: busy");
    }

    @Test
    void a_retry_that_is_due_later_than_the_worker_waits_is_left_to_the_next_one() throws Exception {
        long campaign = world.sendingCampaign(1);
        ScriptedSender later = new ScriptedSender(message -> new SendResult.Refused(
                ProviderError.of(ErrorClass.TRANSIENT, "busy"), Optional.of(Duration.ofMinutes(5))));

        DrainResult result = world.drained(later);
        assertThat(result).isEqualTo(new DrainResult(1, 0, 0, 1, 0, true));
        assertThat(world.drained(ScriptedSender.accepting()).claimed()).isZero();

        world.databaseClock.advance(Duration.ofMinutes(6));
        assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(1);
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }
}
