package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.message.Claim;
import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.MessageOutcome;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How fast a channel may be used: contract 11.4. */
class LimitTest {
    private World world = World.with("SMS_RATE=10", "RETRY_BACKOFF=1ms");

    @AfterEach
    void close() {
        world.close();
    }

    private void worldWith(String... variables) {
        world.close();
        world = World.with(variables);
    }

    private Claim claim(long run) {
        return world.claims().claimLimited(world.request(run, 500, Set.of()), Channel.SMS);
    }

    private static List<Double> releases(Claim claim) {
        return claim.messages().stream()
                .map(message -> message.releaseIn().toMillis() / 1000.0)
                .toList();
    }

    @Test
    void a_rested_channel_releases_its_burst_at_once_and_then_one_message_per_interval_half_a_second_ahead() {
        world.sendingCampaign(100);
        long run = world.runs().begin().orElseThrow();

        Claim first = claim(run);

        List<Double> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            expected.add(0.0);
        }
        assertThat(releases(first).subList(0, 10)).isEqualTo(expected);
        assertThat(first.messages()).hasSizeBetween(15, 16);
        assertThat(releases(first).subList(10, 15)).allMatch(release -> release <= 0.501);
        assertThat(first.nextAdmission()).isPresent();

        // but for the time that this machine has taken
        int atOnce = claim(run).messages().size();
        assertThat(atOnce).isLessThan(10);
        world.databaseClock.advance(Duration.ofSeconds(1));
        assertThat(atOnce + claim(run).messages().size()).isBetween(9, 30);
    }

    @Test
    void a_message_costs_as_many_units_as_it_has_parts() {
        world.sendingCampaign(100);
        world.run("UPDATE outbound_messages SET segments = 5");
        long run = world.runs().begin().orElseThrow();

        // ten parts at once are two messages, and half a second allows for one more
        assertThat(claim(run).messages()).hasSizeBetween(3, 4);
    }

    @Test
    void a_channel_that_slows_down_is_not_let_a_burst_through_for_it() {
        worldWith("SMS_RATE=100");
        world.sendingCampaign(500);
        long run = world.runs().begin().orElseThrow();
        assertThat(claim(run).messages()).hasSizeBetween(145, 155);
        world.run("UPDATE channels SET slowed_rate = 20, slowed_at = now() WHERE channel = 'sms'");

        world.databaseClock.advance(Duration.ofSeconds(1));

        // at 25 a second by now, one second's worth, and a little more on a busy machine; the burst would be 100
        assertThat(claim(run).messages()).hasSizeBetween(20, 80);
    }

    @Test
    void a_worker_that_finds_another_one_claiming_claims_nothing_and_does_not_wait() {
        world.sendingCampaign(10);
        long run = world.runs().begin().orElseThrow();
        try (Handle other = world.jdbi().open()) {
            other.begin();
            other.execute("SELECT FROM channels WHERE channel = 'sms' FOR UPDATE");
            assertThat(claim(run).messages()).isEmpty();
            other.rollback();
        }
        assertThat(claim(run).messages()).hasSize(10);
    }

    @Test
    void in_every_window_no_more_messages_begin_than_the_limit_allows_and_nearly_as_many_do() throws Exception {
        worldWith("SMS_RATE=100", "SMS_BURST=20", "MAX_WORKERS=2");
        world.sendingCampaign(400);
        Queue<Long> begun = new ConcurrentLinkedQueue<>();
        ScriptedSender sender = new ScriptedSender(message -> {
            begun.add(System.nanoTime());
            return SendResult.accepted();
        });

        List<Thread> workers = List.of(worker(sender), worker(sender));
        for (Thread worker : workers) {
            worker.join();
        }

        List<Long> times = begun.stream().sorted().toList();
        assertThat(times).hasSize(400);
        for (int from = 0; from < times.size(); from++) {
            for (int to = from + 40; to < times.size(); to += 20) {
                double seconds = (times.get(to) - times.get(from)) / 1e9;
                assertThat(to - from + 1).isLessThanOrEqualTo((int) (100 * (seconds + 0.25) + 20 + 1));
            }
        }
    }

    private Thread worker(ScriptedSender sender) {
        return Thread.ofPlatform().start(() -> {
            try {
                world.drained(sender);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void a_channel_beside_a_limited_one_is_not_slowed() throws Exception {
        worldWith("SMS_RATE=1", "SMS_BURST=1");
        world.sendingCampaign(5);
        long whatsapp = world.sendingCampaign(500);
        world.run("UPDATE campaigns SET channel = 'whatsapp' WHERE id = " + whatsapp);
        AtomicInteger sms = new AtomicInteger();
        AtomicInteger smsWhenWhatsappWasDone = new AtomicInteger(-1);
        AtomicInteger others = new AtomicInteger();
        ScriptedSender sender = new ScriptedSender(message -> {
            if (message.channel() == Channel.SMS) {
                sms.incrementAndGet();
            } else if (others.incrementAndGet() == 500) {
                smsWhenWhatsappWasDone.set(sms.get());
            }
            return SendResult.accepted();
        });

        world.drained(sender);

        assertThat(smsWhenWhatsappWasDone.get()).isLessThan(5);
        assertThat(sms.get()).isEqualTo(5);
    }

    @Test
    void a_throttled_message_spends_no_attempt_and_its_channel_goes_on_at_half_the_rate() throws Exception {
        worldWith("SMS_RATE=1000", "RETRY_BACKOFF=1ms");
        world.sendingCampaign(50);
        AtomicInteger asked = new AtomicInteger();
        ScriptedSender sender = new ScriptedSender(message -> asked.incrementAndGet() == 1
                ? SendResult.refused(ErrorClass.THROTTLE, "slow down")
                : SendResult.accepted());

        world.drained(sender);

        assertThat(world.number("SELECT max(retry_count) FROM outbound_messages"))
                .isZero();
        assertThat(world.number("SELECT count(*) FROM outbound_messages WHERE status = 'sent'"))
                .isEqualTo(50);
        assertThat(world.text("SELECT coalesce(slowed_rate, 500)::text FROM channels WHERE channel = 'sms'"))
                .isEqualTo("500");
    }

    @Test
    void a_channel_without_a_limit_that_is_throttled_gets_one_for_ten_minutes() throws Exception {
        worldWith("RETRY_BACKOFF=1ms");
        world.sendingCampaign(3);
        AtomicInteger asked = new AtomicInteger();
        ScriptedSender sender = new ScriptedSender(message -> asked.incrementAndGet() == 1
                ? SendResult.refused(ErrorClass.THROTTLE, "slow down")
                : SendResult.accepted());
        world.drained(sender);

        assertThat(world.number("SELECT count(*) FROM channels WHERE slowed_rate >= 1"))
                .isEqualTo(1);
        assertThat(world.number("SELECT count(*) FROM outbound_messages WHERE status = 'sent'"))
                .isEqualTo(3);
        world.databaseClock.advance(Duration.ofMinutes(11));
        world.sendingCampaign(200);
        world.drained(sender);
        assertThat(world.number("SELECT count(*) FROM channels WHERE slowed_rate IS NOT NULL"))
                .isZero();
    }

    @Test
    void a_channel_without_a_limit_slows_down_to_what_was_accepted_from_all_workers() {
        worldWith("RETRY_BACKOFF=1ms", "MAX_WORKERS=2");
        world.sendingCampaign(10);
        long run = world.runs().begin().orElseThrow();
        world.runs().begin().orElseThrow();
        List<Claimed> claimed = world.claim(run, 10);
        List<Finished> finished = new ArrayList<>();
        claimed.subList(0, 9)
                .forEach(message -> finished.add(new Finished(message, new MessageOutcome.Sent(Optional.empty()))));
        finished.add(new Finished(
                claimed.getLast(),
                new MessageOutcome.Throttled(
                        ProviderError.of(ErrorClass.THROTTLE, "slow down"), Duration.ofSeconds(1), Optional.empty())));

        world.records().record(run, 0, Duration.ofSeconds(60), finished, List.of());

        assertThat(world.number("SELECT slowed_rate FROM channels WHERE channel = 'sms'"))
                .isEqualTo(18);
    }

    @Test
    void a_retry_after_closes_the_channel_for_five_minutes_at_most_and_then_one_message_probes() throws Exception {
        worldWith("RETRY_BACKOFF=1ms");
        world.sendingCampaign(20);
        AtomicInteger asked = new AtomicInteger();
        ScriptedSender sender = new ScriptedSender(message -> asked.incrementAndGet() <= 10
                ? new SendResult.Refused(
                        ProviderError.of(ErrorClass.THROTTLE, "come back tomorrow"), Optional.of(Duration.ofDays(1)))
                : SendResult.accepted());

        world.drained(sender);
        int whenClosed = asked.get();
        assertThat(whenClosed).isLessThanOrEqualTo(10);
        world.databaseClock.advance(Duration.ofMinutes(4));
        world.drained(sender);
        assertThat(asked.get()).isEqualTo(whenClosed);

        asked.set(100);
        world.databaseClock.advance(Duration.ofMinutes(2));
        long run = world.runs().begin().orElseThrow();
        List<Claimed> probe = claim(run).messages();
        assertThat(probe).hasSize(1);
        assertThat(probe.getFirst().probe()).isTrue();
        assertThat(claim(run).messages()).isEmpty();
    }

    @Test
    void a_message_throttled_for_a_day_while_its_channel_was_open_fails_as_transient() {
        worldWith("RETRY_BACKOFF=1ms");
        world.sendingCampaign(1);
        world.run("UPDATE outbound_messages SET throttled = 9, throttled_since = now() - interval '25 hours'");
        ScriptedSender sender = new ScriptedSender(message -> SendResult.refused(ErrorClass.THROTTLE, "slow down"));

        assertThat(drainedOnce(sender).failed()).isEqualTo(1);

        assertThat(world.text("SELECT failure_kind || ' ' || retry_count FROM outbound_messages"))
                .isEqualTo("transient 0");
    }

    @Test
    void time_in_which_the_channel_stood_still_does_not_count_towards_that_day() {
        worldWith("RETRY_BACKOFF=1h");
        world.sendingCampaign(1);
        world.run("UPDATE channels SET still_for = interval '2 hours'");
        world.run("UPDATE outbound_messages SET throttled = 9, throttled_since = now() - interval '25 hours'");
        ScriptedSender sender = new ScriptedSender(message -> SendResult.refused(ErrorClass.THROTTLE, "slow down"));

        assertThat(drainedOnce(sender).failed()).isZero();
    }

    private DrainResult drainedOnce(ScriptedSender sender) {
        try {
            return world.drained(sender);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
