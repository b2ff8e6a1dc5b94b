package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.campaign.AnnounceEnds;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.message.FailureKind;
import com.campaignmanager.message.MessageOutcome;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.message.Recorded;
import com.campaignmanager.metrics.Metric;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.testing.RawRedis;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker measures, against what the database says. */
class WorkerMetricsTest {
    private World world = World.with("RETRY_BACKOFF=1ms", "MAX_RETRIES=3");

    @AfterEach
    void close() {
        world.close();
    }

    /** One of five is bad, one fails once, one is always busy, one is cut the first time, one is always cut. */
    private static SendResult moody(Outgoing message) {
        boolean first = message.attempt() == 1;
        return switch ((int) (message.messageId() % 6)) {
            case 0 -> SendResult.refused(ErrorClass.RECIPIENT, "bad number");
            case 1 -> first ? busy() : accepted();
            case 2 -> busy();
            case 3 -> first ? SendResult.refused(ErrorClass.AMBIGUOUS, "cut") : accepted();
            case 4 -> SendResult.refused(ErrorClass.AMBIGUOUS, "cut");
            default -> accepted();
        };
    }

    private static SendResult accepted() {
        return SendResult.accepted();
    }

    private static SendResult busy() {
        return SendResult.refused(ErrorClass.TRANSIENT, "busy");
    }

    private long failed(FailureKind kind) {
        return world.number("SELECT count(*) FROM outbound_messages WHERE status = 'failed' AND failure_kind = '"
                + kind.wireName() + "'");
    }

    @Test
    void the_numbers_of_a_run_are_those_of_the_database() throws InterruptedException {
        world.sendingCampaign(120);
        ScriptedSender sender = new ScriptedSender(WorkerMetricsTest::moody);
        world.drained(sender);
        world.metrics.flush();

        long sent = world.number("SELECT count(*) FROM outbound_messages WHERE status = 'sent'");
        long failed = world.number("SELECT count(*) FROM outbound_messages WHERE status = 'failed'");
        long failures = world.number("SELECT sum(retry_count) FROM outbound_messages");
        assertThat(sent).isEqualTo(60);
        assertThat(failed).isEqualTo(60);
        assertThat(world.lines.sum(Metric.MESSAGES_SENT)).isEqualTo(sent);
        assertThat(world.lines.sum(Metric.MESSAGES_FAILED)).isEqualTo(failed);
        for (FailureKind kind : FailureKind.retryable()) {
            assertThat(world.lines.failed(kind))
                    .as(kind.wireName())
                    .isEqualTo(failed(kind))
                    .isEqualTo(20);
        }
        assertThat(world.lines.sum(Metric.MESSAGES_RETRIED)).isEqualTo(failures - failed);
        assertThat(world.lines.sum(Metric.DEAD_LETTERS))
                .isEqualTo(RawRedis.list(world, SendQueue.DEAD_LETTERS).size())
                .isEqualTo(failed);
        assertThat(world.lines.sum(Metric.IN_DOUBT)).isEqualTo(20 + 3 * 20);
        assertThat(world.lines.latencies()).isEqualTo(sender.given().size());
        assertThat(world.lines.sum(Metric.CAMPAIGNS_COMPLETED)).isEqualTo(1);
        assertThat(world.lines.sum(Metric.CAMPAIGNS_FAILED)).isZero();
    }

    @Test
    void a_campaign_of_which_all_failed_counts_as_failed_and_its_retry_as_queued_again() throws InterruptedException {
        long campaign = world.sendingCampaign(4);
        world.drained(new ScriptedSender(message -> SendResult.refused(ErrorClass.RECIPIENT, "bad number")));
        world.retry().retry(campaign, Set.copyOf(FailureKind.retryable()), Set.of());
        world.metrics.flush();
        assertThat(world.lines.sum(Metric.CAMPAIGNS_FAILED)).isEqualTo(1);
        assertThat(world.lines.sum(Metric.MESSAGES_QUEUED)).isEqualTo(4);
    }

    @Test
    void with_manual_retries_a_failure_that_may_be_tried_again_is_no_dead_letter() throws InterruptedException {
        world.close();
        world = World.with("AUTO_RETRY=false");
        world.sendingCampaign(2);
        world.drained(new ScriptedSender(message -> busy()));
        world.metrics.flush();
        assertThat(world.lines.failed(FailureKind.TRANSIENT)).isEqualTo(2);
        assertThat(world.lines.sum(Metric.DEAD_LETTERS)).isZero();
    }

    @Test
    void what_a_dead_worker_had_begun_is_in_doubt_and_what_it_had_not_is_not() {
        world.close();
        world = World.with("MAX_RETRIES=2");
        world.sendingCampaign(5);
        die(2);
        world.metrics.flush();
        assertThat(world.lines.sum(Metric.IN_DOUBT)).isEqualTo(2);
        assertThat(world.lines.sum(Metric.MESSAGES_RETRIED)).isEqualTo(2);
        assertThat(world.lines.sum(Metric.MESSAGES_FAILED)).isZero();

        world.databaseClock.advance(Duration.ofMinutes(1));
        world.run("DELETE FROM outbound_messages WHERE retry_count = 0");
        die(2);
        world.metrics.flush();
        assertThat(world.lines.sum(Metric.IN_DOUBT)).isEqualTo(4);
        assertThat(world.lines.failed(FailureKind.UNCERTAIN))
                .isEqualTo(failed(FailureKind.UNCERTAIN))
                .isEqualTo(2);
        assertThat(world.lines.sum(Metric.DEAD_LETTERS)).isEqualTo(2);
        assertThat(world.lines.sum(Metric.CAMPAIGNS_FAILED)).isEqualTo(1);
    }

    /** A run that claims all there is, begins so many and is never heard of again; and its funeral. */
    private void die(int begun) {
        Duration lease = world.settings.worker().lease();
        long run = world.runs().begin().orElseThrow();
        List<Claimed> claimed = world.claim(run, 20);
        world.records()
                .record(
                        run,
                        0,
                        lease,
                        List.of(),
                        claimed.stream().limit(begun).map(Claimed::id).toList());
        world.databaseClock.advance(lease.plusSeconds(1));
        assertThat(world.reclaim().expired()).isEqualTo(1);
    }

    @Test
    void a_long_run_writes_every_ten_seconds_and_not_for_each_message() {
        world.sendingCampaign(60);
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        InstantSource source = now::get;
        Clock clock = source.withZone(ZoneOffset.UTC);
        Consequences consequences = new Consequences(
                world.closeCampaigns(),
                world.lifecycle(),
                new AnnounceEnds(world.jdbi(), EventBus.NONE),
                new AnnounceHolds(world.jdbi(), EventBus.NONE, world.metrics),
                new DeadLetters(world.queue, EventBus.NONE),
                () -> {},
                world.runs(),
                WakeSignal.NONE,
                clock);
        try (AfterRecording after = new AfterRecording(consequences, world.metrics, clock)) {
            for (Claimed message : world.claim(world.runs().begin().orElseThrow(), 60)) {
                now.updateAndGet(then -> then.plusSeconds(1));
                Finished sent = new Finished(message, new MessageOutcome.Sent(Optional.empty()));
                after.recorded(
                        List.of(sent), new Recorded(true, Set.of(message.id()), Map.of(), 0, Set.of(), Set.of()));
            }
        }
        assertThat(world.lines.lines(Metric.MESSAGES_SENT)).isEqualTo(6);
        assertThat(world.lines.sum(Metric.MESSAGES_SENT)).isEqualTo(60);
    }
}
