package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.campaign.CampaignLifecycle.Changed;
import com.campaignmanager.campaign.CampaignStatus;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.FailureKind;
import com.campaignmanager.message.MessageOutcome;
import com.campaignmanager.message.RecallMessages;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.message.Recorded;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A campaign that is paused, resumed or cancelled while it is being sent. */
class PauseTest {
    private final World world = World.with("RETRY_BACKOFF=1ms", "MAX_WORKERS=2");
    private final CountDownLatch answers = new CountDownLatch(1);

    @AfterEach
    void close() {
        answers.countDown();
        world.close();
    }

    /** Answers nothing until {@link #answers} is open. */
    private ScriptedSender silent() {
        return new ScriptedSender(message -> {
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return SendResult.accepted();
        });
    }

    private CompletableFuture<DrainResult> draining(ScriptedSender sender) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return world.drained(sender);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void after_a_pause_nothing_begins_but_what_was_in_flight_and_after_resume_everybody_gets_one_message()
            throws Exception {
        long campaign = world.sendingCampaign(500);
        ScriptedSender sender = silent();
        CompletableFuture<DrainResult> run = draining(sender);
        Waiting.until("five sends have begun", () -> sender.given().size() == 5);

        Changed paused = world.lifecycle().pause(campaign);
        answers.countDown();
        run.get();

        assertThat(paused.status()).isEqualTo(CampaignStatus.PAUSED);
        assertThat(paused.inFlight()).isBetween(5L, 10L);
        assertThat(sender.given().size()).isLessThanOrEqualTo((int) paused.inFlight());
        assertThat(world.number("SELECT count(*) FROM outbound_messages WHERE claimed_by IS NOT NULL"))
                .isZero();
        assertThat(world.drained(sender).claimed()).isZero();

        world.lifecycle().resume(campaign);
        world.drained(sender);

        assertThat(sender.givenIds()).hasSize(500).doesNotHaveDuplicates();
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
        assertThat(world.stats(campaign)).isEqualTo("0/500/0").isEqualTo(world.recount(campaign));
    }

    @Test
    void other_campaigns_go_on_while_one_is_paused() throws Exception {
        long paused = world.sendingCampaign(100);
        long other = world.sendingCampaign(100);
        world.lifecycle().pause(paused);

        assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(100);

        assertThat(world.statusOf(other)).isEqualTo("sent");
        assertThat(world.stats(paused)).isEqualTo("100/0/0");
    }

    @Test
    void a_claim_that_does_not_see_the_pause_yet_claims_nothing() throws Exception {
        long campaign = world.sendingCampaign(10);
        long run = world.runs().begin().orElseThrow();
        CompletableFuture<List<Claimed>> claim;
        try (Handle pause = world.jdbi().open()) {
            pause.begin();
            pause.execute("SELECT FROM worker_runs FOR UPDATE");
            claim = CompletableFuture.supplyAsync(() -> world.claim(run, 10));
            Waiting.until("the claim waits for its run's row", () -> world.waitingForLocks() == 1);
            pause.execute("UPDATE campaigns SET status = 'paused', paused_at = now() WHERE id = ?", campaign);
            RecallMessages.ofCampaign(pause, campaign);
            pause.commit();
        }

        assertThat(claim.get()).isEmpty();
        assertThat(world.number("SELECT count(*) FROM outbound_messages WHERE claimed_by IS NOT NULL"))
                .isZero();
    }

    @Test
    void a_run_that_begins_during_a_pause_claims_nothing_of_the_campaign() throws Exception {
        long campaign = world.sendingCampaign(10);
        try (Handle pause = world.jdbi().open()) {
            pause.begin();
            pause.execute("UPDATE campaigns SET status = 'paused', paused_at = now() WHERE id = ?", campaign);
            RecallMessages.ofCampaign(pause, campaign);
            CompletableFuture<List<Claimed>> claim = CompletableFuture.supplyAsync(
                    () -> world.claim(world.runs().begin().orElseThrow(), 10));
            Waiting.until(
                    "the run waits for the pause, or has claimed",
                    () -> world.waitingForLocks() == 1 || claim.isDone());
            pause.commit();

            assertThat(claim.get()).isEmpty();
        }
    }

    @Test
    void a_run_learns_from_its_record_which_of_its_messages_it_may_not_begin() {
        long campaign = world.sendingCampaign(10);
        long run = world.runs().begin().orElseThrow();
        List<Claimed> claimed = world.claim(run, 10);
        List<Long> ids = claimed.stream().map(Claimed::id).toList();
        world.records().record(run, 0, Duration.ofSeconds(60), List.of(), ids.subList(0, 3));

        Changed paused = world.lifecycle().pause(campaign);
        Recorded recorded = world.records().record(run, 0, Duration.ofSeconds(60), List.of(), ids.subList(0, 5));

        assertThat(paused.inFlight()).isEqualTo(3);
        assertThat(recorded.recalled()).containsExactlyInAnyOrderElementsOf(ids.subList(3, 10));
        assertThat(recorded.recalls()).isEqualTo(1);
    }

    @Test
    void an_audience_is_not_expanded_while_its_campaign_is_paused() {
        world.customers(1_000);
        long campaign = world.campaign("draft");
        world.send().send(campaign, Optional.of(new Audience.All()));
        world.lifecycle().pause(campaign);

        assertThat(world.expand().run(() -> Duration.ofMinutes(1))).isZero();
        world.lifecycle().resume(campaign);
        assertThat(world.expand().run(() -> Duration.ofMinutes(1))).isEqualTo(1_000);
    }

    @Test
    void a_paused_campaign_does_not_close_and_one_with_nothing_left_closes_when_it_is_resumed() {
        long campaign = world.sendingCampaign(1);
        world.lifecycle().pause(campaign);
        world.run("UPDATE outbound_messages SET status = 'sent'");

        assertThat(world.closeCampaigns().closeAll()).isEmpty();
        assertThat(world.lifecycle().resume(campaign).status()).isEqualTo(CampaignStatus.SENDING);

        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    @Test
    void jobs_for_a_paused_campaign_send_nothing_and_its_messages_go_out_after_it_is_resumed() throws Exception {
        long campaign = world.sendingCampaign(20);
        world.lifecycle().pause(campaign);
        world.queue.push(world.messagesOf(campaign));

        assertThat(world.drained(ScriptedSender.accepting()).claimed()).isZero();
        world.lifecycle().resume(campaign);
        assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(20);
    }

    @Test
    void a_cancelled_campaign_fails_its_pending_messages_and_adds_up() throws Exception {
        long campaign = world.sendingCampaign(12_000);
        world.run("UPDATE outbound_messages SET in_doubt = true WHERE id = (SELECT min(id) FROM outbound_messages)");

        Changed cancelled = world.lifecycle().cancel(campaign);
        world.queue.push(world.messagesOf(campaign));
        assertThat(world.drained(ScriptedSender.accepting()).claimed()).isZero();
        world.failPending().run(() -> Duration.ofMinutes(1));

        assertThat(cancelled).isEqualTo(new Changed(campaign, CampaignStatus.CANCELLED, 0));
        assertThat(world.stats(campaign)).isEqualTo("0/0/12000").isEqualTo(world.recount(campaign));
        assertThat(world.number("SELECT count(*) FROM outbound_messages WHERE failure_kind = 'cancelled'"))
                .isEqualTo(11_999);
        assertThat(world.number("SELECT count(*) FROM outbound_messages WHERE failure_kind = 'uncertain'"))
                .isEqualTo(1);
        assertThat(world.number("SELECT recipients_expected FROM campaigns")).isEqualTo(12_000);
        assertThat(world.statusOf(campaign)).isEqualTo("cancelled");
        assertThat(world.number("SELECT count(*) FROM campaigns WHERE failing IS NOT NULL"))
                .isZero();
    }

    @Test
    void a_send_that_ends_after_the_cancellation_is_recorded_and_is_not_tried_again() {
        long campaign = world.sendingCampaign(3);
        long run = world.runs().begin().orElseThrow();
        List<Claimed> claimed = world.claim(run, 3);
        List<Long> ids = claimed.stream().map(Claimed::id).toList();
        world.records().record(run, 0, Duration.ofSeconds(60), List.of(), ids);
        assertThat(world.lifecycle().cancel(campaign).inFlight()).isEqualTo(3);

        Recorded recorded = world.records()
                .record(
                        run,
                        0,
                        Duration.ofSeconds(60),
                        List.of(
                                new Finished(claimed.get(0), new MessageOutcome.Sent(Optional.empty())),
                                retry(claimed.get(1), ErrorClass.TRANSIENT, FailureKind.TRANSIENT),
                                retry(claimed.get(2), ErrorClass.AMBIGUOUS, FailureKind.UNCERTAIN)),
                        List.of());

        assertThat(recorded.failed())
                .containsEntry(ids.get(1), FailureKind.CANCELLED)
                .containsEntry(ids.get(2), FailureKind.UNCERTAIN)
                .hasSize(2);
        assertThat(world.stats(campaign)).isEqualTo("0/1/2").isEqualTo(world.recount(campaign));
    }

    private static Finished retry(Claimed message, ErrorClass errorClass, FailureKind kind) {
        return new Finished(
                message,
                new MessageOutcome.Retry(kind, ProviderError.of(errorClass, "no answer"), Duration.ofSeconds(1)));
    }

    @Test
    void what_was_in_flight_when_its_worker_died_is_not_sent_again_once_the_campaign_is_cancelled() throws Exception {
        long campaign = world.sendingCampaign(2);
        long run = world.runs().begin().orElseThrow();
        List<Long> ids = world.claim(run, 2).stream().map(Claimed::id).toList();
        world.records().record(run, 0, Duration.ofSeconds(60), List.of(), ids.subList(0, 1));
        world.lifecycle().cancel(campaign);
        world.databaseClock.advance(Duration.ofSeconds(61));

        world.reclaim().expired();
        world.failPending().run(() -> Duration.ofMinutes(1));

        assertThat(world.drained(ScriptedSender.accepting()).claimed()).isZero();
        assertThat(world.text("SELECT string_agg(failure_kind, ' ' ORDER BY id) FROM outbound_messages"))
                .isEqualTo("uncertain cancelled");
    }

    @Test
    void a_campaign_past_its_send_before_fails_what_has_not_begun_as_expired_and_closes() throws Exception {
        long campaign = world.sendingCampaign(10);
        world.run("UPDATE campaigns SET send_before = now() + interval '1 hour'");
        world.databaseClock.advance(Duration.ofMinutes(61));

        assertThat(world.drained(ScriptedSender.accepting()).claimed()).isZero();
        world.failPending().run(() -> Duration.ofMinutes(1));

        assertThat(world.text("SELECT DISTINCT failure_kind FROM outbound_messages"))
                .isEqualTo("expired");
        assertThat(world.statusOf(campaign)).isEqualTo("failed");
    }

    @Test
    void only_what_can_be_changed_is_changed() {
        long draft = world.campaign("draft");
        for (Runnable change : List.<Runnable>of(
                () -> world.lifecycle().pause(draft),
                () -> world.lifecycle().resume(draft),
                () -> world.lifecycle().cancel(draft))) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(change::run)
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("wrong_status"));
        }
    }

    @Test
    void fifty_pauses_and_resumes_of_a_campaign_that_two_workers_send_reach_everybody_once() throws Exception {
        long campaign = world.sendingCampaign(2_000);
        ScriptedSender sender = ScriptedSender.accepting();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> workers = List.of(worker(sender, done), worker(sender, done));
        try {
            for (int i = 0; i < 50 && world.statusOf(campaign).equals("sending"); i++) {
                try {
                    Changed paused = world.lifecycle().pause(campaign);
                    int begunThen = sender.given().size();
                    Waiting.until("nothing is in flight", () -> inFlight(campaign) == 0);
                    assertThat((long) sender.given().size()).isLessThanOrEqualTo(begunThen + paused.inFlight());
                    world.lifecycle().resume(campaign);
                } catch (ProblemException e) {
                    assertThat(e.code()).isEqualTo("wrong_status"); // it has just been closed
                }
            }
            Waiting.until("all is sent", () -> world.statusOf(campaign).equals("sent"));
        } finally {
            done.set(true);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(sender.givenIds()).hasSize(2_000).doesNotHaveDuplicates();
    }

    private long inFlight(long campaign) {
        return world.number(
                "SELECT count(*) FROM outbound_messages WHERE claimed_by IS NOT NULL AND campaign_id = " + campaign);
    }

    private Thread worker(ScriptedSender sender, AtomicBoolean done) {
        return Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                try {
                    world.drained(sender);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    @Test
    void a_retry_takes_no_message_that_failed_by_somebodys_decision() {
        long campaign = world.sendingCampaign(3);
        world.run(
                "UPDATE outbound_messages SET status = 'failed', retry_count = 1, failure_kind = CASE id % 3 WHEN 0 THEN"
                        + " 'suppressed' WHEN 1 THEN 'cancelled' ELSE 'expired' END");

        assertThat(world.retry()
                        .retry(campaign, Set.copyOf(FailureKind.retryable()), Set.of())
                        .messagesQueued())
                .isZero();
    }
}
