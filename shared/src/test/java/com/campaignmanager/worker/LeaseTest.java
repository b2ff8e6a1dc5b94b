package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.MessageOutcome;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.message.Recorded;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.testing.RawRedis;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a worker's messages when it dies, or is taken for dead. */
class LeaseTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private World world = World.with("RETRY_BACKOFF=1ms");

    @AfterEach
    void close() {
        world.close();
    }

    private void worldWith(String... variables) {
        world.close();
        world = World.with(variables);
    }

    private List<Claimed> claim(long run, int share) {
        return world.claim(run, share);
    }

    private Recorded record(long run, List<Finished> finished, List<Claimed> begun) {
        return world.records()
                .record(run, 0, LEASE, finished, begun.stream().map(Claimed::id).toList());
    }

    private static Finished sent(Claimed message) {
        return new Finished(message, new MessageOutcome.Sent(Optional.empty()));
    }

    /** A run that has claimed ten messages, begun two, and shows no sign of life from now on. */
    private List<Claimed> diesWithTenClaimedAndTwoBegun() {
        long run = world.runs().begin().orElseThrow();
        List<Claimed> claimed = claim(run, 10);
        record(run, List.of(), claimed.subList(0, 2));
        return claimed;
    }

    @Test
    void until_its_lease_runs_out_nobody_touches_what_a_worker_holds() throws Exception {
        long campaign = world.sendingCampaign(12);
        diesWithTenClaimedAndTwoBegun();
        world.databaseClock.advance(Duration.ofSeconds(59));

        assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(2);
        assertThat(world.statusOf(campaign)).isEqualTo("sending");
    }

    @Test
    void after_that_what_it_had_begun_is_sent_again_under_the_same_key_and_the_rest_for_the_first_time()
            throws Exception {
        long campaign = world.sendingCampaign(10);
        List<Claimed> claimed = diesWithTenClaimedAndTwoBegun();
        world.databaseClock.advance(Duration.ofSeconds(61));
        ScriptedSender sender = ScriptedSender.accepting();

        assertThat(world.drained(sender).sent()).isEqualTo(10);

        assertThat(sender.given())
                .filteredOn(message -> message.attempt() == 2)
                .extracting(Outgoing::idempotencyKey)
                .containsExactlyInAnyOrder(
                        claimed.get(0).message().idempotencyKey(),
                        claimed.get(1).message().idempotencyKey());
        assertThat(sender.given()).filteredOn(message -> message.attempt() == 1).hasSize(8);
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    @Test
    void with_uncertain_sends_set_to_fail_only_what_it_had_begun_fails_and_as_uncertain() throws Exception {
        worldWith("UNCERTAIN_SENDS=fail");
        world.sendingCampaign(10);
        List<Claimed> claimed = diesWithTenClaimedAndTwoBegun();
        world.databaseClock.advance(Duration.ofSeconds(61));

        assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(8);

        assertThat(world.longs("SELECT id FROM outbound_messages WHERE failure_kind = 'uncertain' ORDER BY id"))
                .containsExactly(claimed.get(0).id(), claimed.get(1).id());
        assertThat(world.text("SELECT DISTINCT last_error FROM outbound_messages WHERE status = 'failed'"))
                .contains("may have arrived");
        assertThat(RawRedis.list(world, "campaign_sends:dead")).hasSize(2);
    }

    @Test
    void a_campaign_whose_last_messages_fail_with_their_worker_closes() throws Exception {
        worldWith("UNCERTAIN_SENDS=fail");
        long campaign = world.sendingCampaign(2);
        diesWithTenClaimedAndTwoBegun();
        world.databaseClock.advance(Duration.ofSeconds(61));

        world.reclaim().expired();

        assertThat(world.statusOf(campaign)).isEqualTo("failed");
        assertThat(world.stats(campaign)).isEqualTo("0/0/2").isEqualTo(world.recount(campaign));
    }

    @Test
    void a_message_whose_last_attempt_was_uncertain_fails_as_uncertain_and_never_as_max_retries() throws Exception {
        worldWith("MAX_RETRIES=1");
        world.sendingCampaign(2);
        diesWithTenClaimedAndTwoBegun();
        world.databaseClock.advance(Duration.ofSeconds(61));

        world.reclaim().expired();

        assertThat(world.text("SELECT DISTINCT failure_kind || ': ' || last_error FROM outbound_messages"))
                .startsWith("uncertain: the worker stopped");
    }

    @Test
    void a_send_that_returns_after_its_lease_ran_out_is_recorded_if_nobody_has_taken_over() {
        long campaign = world.sendingCampaign(1);
        long run = world.runs().begin().orElseThrow();
        List<Claimed> claimed = claim(run, 10);
        record(run, List.of(), claimed);
        world.databaseClock.advance(Duration.ofSeconds(61));

        Recorded recorded = record(run, List.of(sent(claimed.getFirst())), List.of());

        assertThat(recorded.alive()).isTrue();
        assertThat(recorded.ids()).containsExactly(claimed.getFirst().id());
        assertThat(world.reclaim().expired()).isZero();
        assertThat(world.stats(campaign)).isEqualTo("0/1/0");
    }

    @Test
    void a_send_that_returns_after_another_has_taken_over_changes_nothing() {
        long campaign = world.sendingCampaign(1);
        long run = world.runs().begin().orElseThrow();
        List<Claimed> claimed = claim(run, 10);
        record(run, List.of(), claimed);
        world.databaseClock.advance(Duration.ofSeconds(61));
        world.reclaim().expired();

        Recorded recorded = record(run, List.of(sent(claimed.getFirst())), List.of());

        assertThat(recorded.alive()).isFalse();
        assertThat(recorded.ids()).isEmpty();
        assertThat(claim(run, 10)).isEmpty();
        assertThat(world.stats(campaign)).isEqualTo("1/0/0").isEqualTo(world.recount(campaign));
    }

    @Test
    void recording_the_same_outcome_twice_counts_it_once() {
        long campaign = world.sendingCampaign(1);
        long run = world.runs().begin().orElseThrow();
        Claimed message = claim(run, 10).getFirst();

        assertThat(record(run, List.of(sent(message)), List.of()).ids()).hasSize(1);
        assertThat(record(run, List.of(sent(message)), List.of()).ids()).isEmpty();

        assertThat(world.stats(campaign)).isEqualTo("0/1/0");
    }

    @Test
    void a_customer_deleted_while_their_message_is_being_sent_leaves_the_counts_right_and_the_campaign_closed() {
        long campaign = world.sendingCampaign(2);
        long run = world.runs().begin().orElseThrow();
        List<Claimed> claimed = claim(run, 10);
        record(run, List.of(), claimed);
        world.run("DELETE FROM customers WHERE id = (SELECT customer_id FROM outbound_messages WHERE id = "
                + claimed.getFirst().id() + ")");

        Recorded recorded = record(run, claimed.stream().map(LeaseTest::sent).toList(), List.of());
        world.closeCampaigns().close(List.of(campaign));

        assertThat(recorded.ids()).containsExactly(claimed.getLast().id());
        assertThat(world.stats(campaign)).isEqualTo("0/1/0").isEqualTo(world.recount(campaign));
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    @Test
    void no_more_than_max_workers_run_at_once_until_one_ends_or_is_reclaimed() {
        worldWith("MAX_WORKERS=2");
        long first = world.runs().begin().orElseThrow();
        assertThat(world.runs().begin()).isPresent();
        assertThat(world.runs().begin()).isEqualTo(OptionalLong.empty());

        world.runs().end(first);
        assertThat(world.runs().begin()).isPresent();
        assertThat(world.runs().begin()).isEmpty();

        world.databaseClock.advance(Duration.ofSeconds(61));
        assertThat(world.reclaim().expired()).isEqualTo(2);
        assertThat(world.runs().begin()).isPresent();
    }

    @Test
    void a_run_that_ends_gives_back_what_it_had_not_begun() {
        world.sendingCampaign(10);
        long run = world.runs().begin().orElseThrow();
        claim(run, 10);

        world.runs().end(run);

        assertThat(claim(world.runs().begin().orElseThrow(), 10)).hasSize(10);
    }
}
