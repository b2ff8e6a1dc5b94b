package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.testing.CountedStatements;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Quiet hours from 21:00 to 8:00. In Kenya, where the customers' phones are, that is from 18:00 to 5:00 UTC. */
class QuietHoursTest {
    private static final String WINDOW =
            "SELECT string_agg(DISTINCT next_attempt_at || '/' || window_ends_at, ', ') FROM outbound_messages";
    private static final String NEXT_MORNING = "2030-01-16 05:00:00+00/2030-01-16 17:59:00+00";

    private final World world = World.with("QUIET_HOURS=21:00-08:00", "RETRY_BACKOFF=2h", "DEFAULT_REGION=KE");
    private final long campaign = world.campaign("draft");
    private final ScriptedSender sender = ScriptedSender.accepting();

    @AfterEach
    void close() {
        world.close();
    }

    private static void itIs(World world, String instant) {
        Instant now = world.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT <now>")
                        .mapTo(OffsetDateTime.class)
                        .one()
                        .toInstant());
        world.databaseClock.advance(Duration.between(now, Instant.parse(instant)));
    }

    private void itIs(String instant) {
        itIs(world, instant);
    }

    private void send(List<Long> customers) {
        world.send().send(campaign, Optional.of(new Audience.Customers(customers)));
    }

    @Test
    void each_customer_gets_the_message_when_it_is_day_there() throws Exception {
        List<Long> customers = world.customers(2);
        world.run("UPDATE customers SET time_zone = 'Europe/London' WHERE id = " + customers.getFirst());
        itIs("2030-01-15T19:30:00Z");

        send(customers);
        world.drained(sender);
        assertThat(world.longs("SELECT customer_id FROM outbound_messages WHERE status = 'sent'"))
                .containsExactly(customers.getFirst());
        assertThat(world.text(WINDOW + " WHERE status = 'pending'")).isEqualTo(NEXT_MORNING);

        itIs("2030-01-16T04:59:30Z");
        world.claims().untilNextDue().ifPresent(due -> assertThat(due).isGreaterThan(Duration.ofSeconds(20)));
        assertThat(world.stats(campaign)).isEqualTo("1/1/0");
        itIs("2030-01-16T05:00:00Z");
        world.drained(sender);
        assertThat(world.stats(campaign)).isEqualTo("0/2/0");
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    @Test
    void an_expanded_audience_waits_for_the_morning_too_and_nobody_is_kept_busy_by_it() throws Exception {
        world.customers(200);
        itIs("2030-01-15T22:00:00Z");
        world.send().send(campaign, Optional.of(new Audience.All()));
        world.expand().run(() -> Duration.ofMinutes(1));

        world.drained(sender);

        assertThat(sender.given()).isEmpty();
        assertThat(world.text(WINDOW)).isEqualTo(NEXT_MORNING);
        assertThat(world.claims().untilNextDue().orElseThrow())
                .isBetween(Duration.ofMinutes(6 * 60 + 50), Duration.ofHours(7));
    }

    @Test
    void a_campaign_that_ignores_quiet_hours_is_sent_at_night() throws Exception {
        world.run("UPDATE campaigns SET ignore_quiet_hours = true");
        itIs("2030-01-15T22:00:00Z");

        send(world.customers(3));
        world.drained(sender);

        assertThat(world.stats(campaign)).isEqualTo("0/3/0");
    }

    @Test
    void a_worker_moves_what_the_evening_has_left_to_the_morning() throws Exception {
        itIs("2030-01-15T17:00:00Z");
        send(world.customers(50));

        itIs("2030-01-15T18:00:00Z");
        CountedStatements moves = CountedStatements.of(world.jdbi(), "SET next_attempt_at = w.opens_at");
        world.drained(sender);

        assertThat(sender.given()).isEmpty();
        assertThat(world.text(WINDOW)).isEqualTo(NEXT_MORNING);
        assertThat(moves.count()).isEqualTo(1);

        itIs("2030-01-16T05:00:00Z");
        world.drained(sender);
        assertThat(world.stats(campaign)).isEqualTo("0/50/0");
    }

    @Test
    void a_tick_moves_many_messages_by_few_statements() {
        itIs("2030-01-15T12:00:00Z");
        send(world.customers(10_000));
        itIs("2030-01-15T20:00:00Z");
        CountedStatements moves = CountedStatements.of(world.jdbi(), "SET next_attempt_at = w.opens_at");

        assertThat(world.moveToOpenHours().run(() -> Duration.ofMinutes(1))).isEqualTo(10_000);

        assertThat(moves.count()).isEqualTo(2);
        assertThat(world.text(WINDOW)).isEqualTo(NEXT_MORNING);
        assertThat(world.moveToOpenHours().run(() -> Duration.ofMinutes(1))).isZero();
    }

    @Test
    void a_retry_that_would_fall_into_the_night_is_made_in_the_morning() throws Exception {
        ScriptedSender failing = new ScriptedSender(_ -> SendResult.refused(ErrorClass.TRANSIENT, "come again"));
        itIs("2030-01-15T17:30:00Z");
        send(world.customers(1));
        world.drained(failing);
        assertThat(world.number("SELECT retry_count FROM outbound_messages")).isEqualTo(1);
        assertThat(world.text(WINDOW)).isEqualTo(NEXT_MORNING);

        itIs("2030-01-15T19:45:00Z");
        world.drained(sender);
        assertThat(sender.given()).isEmpty();

        itIs("2030-01-16T05:00:00Z");
        world.drained(sender);
        assertThat(world.stats(campaign)).isEqualTo("0/1/0");
    }

    @Test
    void what_waits_for_a_morning_after_send_before_expires() throws Exception {
        world.run("UPDATE campaigns SET send_before = '2030-01-16T04:00:00Z'");
        itIs("2030-01-15T22:00:00Z");
        send(world.customers(2));
        world.drained(sender);

        itIs("2030-01-16T04:00:01Z");
        world.failPending().run(() -> Duration.ofMinutes(1));

        assertThat(world.text("SELECT DISTINCT failure_kind FROM outbound_messages"))
                .isEqualTo("expired");
        assertThat(world.statusOf(campaign)).isEqualTo("failed");
    }

    @Test
    void once_there_are_no_quiet_hours_any_more_what_waited_for_them_is_sent() throws Exception {
        try (World open = World.with()) {
            long sending = open.sendingCampaign(3);
            open.run("UPDATE outbound_messages SET window_ends_at = now() - interval '1 hour'");

            open.drained(sender);

            assertThat(open.stats(sending)).isEqualTo("0/3/0");
        }
    }
}
