package com.campaignmanager.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.campaign.NextDue;
import com.campaignmanager.settings.Settings.RedisSettings;
import com.campaignmanager.testing.RawRedis;
import com.campaignmanager.testing.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleHintTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private final World world = World.with("IDLE_LOOK=60m");
    private final IdleHint hint = world.idleHint;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void without_a_hint_a_tick_looks() {
        assertThat(hint.isIdle()).isFalse();
    }

    @Test
    void after_a_look_that_found_nothing_ticks_are_idle_until_something_is_due() {
        hint.putOff(HOUR);
        assertThat(hint.isIdle()).isTrue();

        hint.putOff(Duration.ofMillis(-1));
        assertThat(hint.isIdle()).isFalse();
    }

    @Test
    void what_is_announced_ends_the_idleness_and_for_a_minute_nobody_can_put_it_off() {
        hint.putOff(HOUR);

        hint.announceOrThrow();
        assertThat(hint.isIdle()).isFalse();

        // The look came too early to see what was announced and is committed only now.
        hint.putOff(HOUR);
        assertThat(hint.isIdle()).isFalse();
    }

    @Test
    void something_announced_for_later_than_the_hint_leaves_it_as_it_is() {
        hint.putOff(HOUR);
        hint.announceIfPossible(Instant.now().plus(Duration.ofDays(2)));
        assertThat(hint.isIdle()).isTrue();
    }

    @Test
    void a_job_pushed_by_hand_ends_the_idleness() {
        hint.putOff(HOUR);
        world.queue.push(List.of(1L));
        assertThat(hint.isIdle()).isFalse();
    }

    @Test
    void after_a_flush_ticks_look_again() {
        hint.putOff(HOUR);
        RawRedis.flush(world);
        assertThat(hint.isIdle()).isFalse();
    }

    @Test
    void without_redis_ticks_look_and_only_a_send_is_refused() {
        RedisConnections nowhere =
                new RedisConnections(new RedisSettings("redis://127.0.0.1:1", false, Optional.empty()));
        IdleHint blind = new IdleHint(nowhere, HOUR, Clock.systemUTC());

        assertThat(blind.isIdle()).isFalse();
        blind.putOff(HOUR);
        blind.announceIfPossible(Instant.now());
        assertThatExceptionOfType(QueueUnavailableException.class).isThrownBy(blind::announceOrThrow);
        nowhere.close();
    }

    @Test
    void the_next_due_time_counts_schedules_hints_of_messages_live_workers_and_expansions() {
        NextDue nextDue = new NextDue(world.jdbi());
        assertThat(nextDue.until()).isEmpty();

        long scheduled = world.campaign("scheduled");
        world.run("UPDATE campaigns SET scheduled_at = now() + interval '2 hours' WHERE id = " + scheduled);
        assertThat(nextDue.until().orElseThrow()).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(120));

        long sending = world.sendingCampaign(1);
        world.run("DELETE FROM campaign_due");
        world.run("UPDATE outbound_messages SET next_attempt_at = now() + interval '1 hour'");
        assertThat(nextDue.until().orElseThrow()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));

        world.run("UPDATE campaigns SET expanding = true WHERE id = " + sending);
        assertThat(nextDue.until()).contains(Duration.ZERO);
        world.run("UPDATE campaigns SET expanding = false");
        world.run("INSERT INTO worker_runs (slot, lease_until) VALUES (1, now())");
        assertThat(nextDue.until()).contains(Duration.ZERO);
    }
}
