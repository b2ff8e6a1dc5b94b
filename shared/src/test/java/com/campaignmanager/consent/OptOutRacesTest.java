package com.campaignmanager.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.customer.Customers;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.message.Claimed;
import com.campaignmanager.message.FailureKind;
import com.campaignmanager.message.MessageOutcome;
import com.campaignmanager.message.RecallMessages;
import com.campaignmanager.message.RecordOutcomes.Finished;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opt-outs beside whatever makes messages pending, claims them or records them at the same moment. */
class OptOutRacesTest {
    private static final long GATE = 4711;
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final World world = World.with();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Long> customers = world.customers(3);
    private final String phone = world.text("SELECT phone FROM customers WHERE id = " + customers.getFirst());

    @AfterEach
    void close() {
        threads.shutdownNow();
        world.close();
    }

    /** Whoever changes a campaign waits while a session holds the gate: sends, expansions and retries do so last. */
    @BeforeEach
    void hold_transactions_open_that_change_a_campaign() {
        world.run("CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " PERFORM pg_advisory_xact_lock(" + GATE + "); RETURN NEW; END $$");
        world.run("CREATE TRIGGER gate BEFORE UPDATE ON campaigns FOR EACH ROW EXECUTE FUNCTION wait_at_gate()");
    }

    /** The opt-out comes when the other has made its messages pending, and not committed. */
    private void optOutWhileHeldOpen(Runnable makesMessagesPending) throws Exception {
        Future<?> maker;
        Future<?> optOut;
        try (Handle gate = world.jdbi().open()) {
            gate.begin();
            gate.execute("SELECT pg_advisory_xact_lock(" + GATE + ")");
            maker = threads.submit(makesMessagesPending);
            awaitWaiting(1);
            optOut = threads.submit(() -> world.optOut(phone));
            Waiting.until(
                    "the row of the opt-out is committed",
                    () -> world.number("SELECT count(*) FROM suppressions") == 1);
            awaitWaiting(2);
            assertThat(optOut).isNotDone();
            gate.commit();
        }
        maker.get();
        optOut.get();
    }

    private void awaitWaiting(long sessions) {
        Waiting.until(sessions + " sessions wait for locks", () -> world.waitingForLocks() == sessions);
    }

    private void assertSuppressed(long campaign) {
        assertThat(world.text("SELECT status || ' ' || failure_kind FROM outbound_messages WHERE campaign_id = "
                        + campaign + " AND phone = '" + phone + "'"))
                .isEqualTo("failed suppressed");
        assertThat(world.stats(campaign)).isEqualTo(world.recount(campaign)).isEqualTo("2/0/1");
        assertThat(world.number("SELECT count(*) FROM suppressions WHERE unfinished IS NOT NULL"))
                .isZero();
    }

    @Test
    void an_opt_out_waits_for_a_send_that_cannot_have_seen_it() throws Exception {
        long campaign = world.campaign("draft");

        optOutWhileHeldOpen(() -> world.send().send(campaign, Optional.of(new Audience.Customers(customers))));

        assertSuppressed(campaign);
    }

    @Test
    void an_opt_out_waits_for_an_expansion_that_cannot_have_seen_it() throws Exception {
        long campaign = world.campaign("draft");
        world.send().send(campaign, Optional.of(new Audience.All()));

        optOutWhileHeldOpen(() -> world.expand().run(() -> Duration.ofMinutes(1)));

        assertSuppressed(campaign);
    }

    @Test
    void an_opt_out_waits_for_a_retry_that_cannot_have_seen_it_even_if_the_customer_has_another_phone_now()
            throws Exception {
        long campaign = world.campaign("draft");
        world.send().send(campaign, Optional.of(new Audience.Customers(customers)));
        world.run("UPDATE outbound_messages SET status = 'failed', failure_kind = 'transient', retry_count = 3");
        world.run("UPDATE customers SET phone = '+254733000001' WHERE phone = '" + phone + "'");

        optOutWhileHeldOpen(() -> world.retry().retry(campaign, Set.copyOf(FailureKind.retryable()), Set.of()));

        assertSuppressed(campaign);
    }

    @Test
    void an_import_under_way_that_creates_the_customer_opens_no_way_around_an_opt_out() throws Exception {
        new Customers(world.jdbi(), new PhoneNumbers(Optional.empty())).delete(customers.getFirst());
        try (Handle imports = world.jdbi().open()) {
            imports.begin();
            imports.execute("INSERT INTO customers (phone) VALUES (?)", phone);
            world.optOut(phone);
            imports.commit();
        }
        long campaign = world.campaign("draft");
        world.send().send(campaign, Optional.of(new Audience.Customers(world.longs("SELECT id FROM customers"))));

        assertSuppressed(campaign);
    }

    @Test
    void two_opt_outs_of_one_phone_at_once_both_succeed() throws Exception {
        long campaign = world.campaign("draft");
        world.send().send(campaign, Optional.of(new Audience.Customers(customers)));
        Future<?> one;
        Future<?> other;
        try (Handle holder = world.jdbi().open()) {
            holder.begin();
            holder.execute("SELECT FROM customers WHERE phone = ? FOR KEY SHARE", phone);
            one = threads.submit(() -> world.optOut(phone));
            other = threads.submit(() -> world.optOut(phone));
            awaitWaiting(2);
            holder.commit();
        }
        one.get();
        other.get();

        assertSuppressed(campaign);
    }

    @Test
    void a_worker_that_records_while_an_opt_out_waits_for_its_run_is_not_the_one_who_fails() throws Exception {
        long campaign = world.campaign("draft");
        world.send().send(campaign, Optional.of(new Audience.Customers(customers)));
        long run = world.runs().begin().orElseThrow();
        List<Claimed> claimed = world.claim(run, 10);
        List<Long> ids = claimed.stream().map(Claimed::id).toList();
        world.records().record(run, 0, LEASE, List.of(), ids);
        List<Finished> repeated = claimed.stream()
                .map(message -> new Finished(message, transientFailure(message)))
                .toList();
        Future<?> record;
        Future<?> optOut;
        try (Handle holder = world.jdbi().open()) {
            holder.begin();
            holder.execute("SELECT FROM outbound_messages WHERE id = ? FOR UPDATE", ids.getLast());
            // holds its run and some messages, and waits for the last; it began before the opt-out
            record = threads.submit(() -> world.records().record(run, 0, LEASE, repeated, List.of()));
            awaitWaiting(1);
            optOut = threads.submit(() -> world.optOut(phone));
            awaitWaiting(2);
            holder.commit();
        }
        record.get();
        optOut.get();

        assertSuppressed(campaign);
    }

    private MessageOutcome transientFailure(Claimed message) {
        return world.retryPolicy().after(message, SendResult.refused(ErrorClass.TRANSIENT, "down"));
    }

    @Test
    void no_run_begins_while_messages_are_being_taken_back() throws Exception {
        long campaign = world.campaign("draft");
        world.send().send(campaign, Optional.of(new Audience.Customers(customers)));
        Future<OptionalLong> begun;
        try (Handle recall = world.jdbi().open()) {
            recall.begin();
            RecallMessages.ofOptedOut(recall, List.of(phone));
            begun = threads.submit(() -> world.runs().begin());
            awaitWaiting(1);
            assertThat(world.number("SELECT count(*) FROM worker_runs")).isZero();
            recall.commit();
        }
        assertThat(begun.get()).isPresent();
    }

    @Test
    void a_claim_under_way_is_waited_for_and_its_message_taken_back() throws ExecutionException, InterruptedException {
        long campaign = world.campaign("draft");
        world.send().send(campaign, Optional.of(new Audience.Customers(customers)));
        long run = world.runs().begin().orElseThrow();
        Future<?> optOut;
        try (Handle claim = world.jdbi().open()) {
            claim.begin();
            claim.execute(
                    "UPDATE worker_runs SET claimed = array(SELECT id FROM outbound_messages) WHERE run_id = ?", run);
            claim.execute("UPDATE outbound_messages SET claimed_by = ?", run);
            optOut = threads.submit(() -> world.optOut(phone));
            awaitWaiting(1);
            claim.commit();
        }
        optOut.get();

        assertSuppressed(campaign);
        List<Long> others = world.longs("SELECT id FROM outbound_messages WHERE claimed_by = " + run);
        assertThat(others).hasSize(2);
        assertThat(world.records().record(run, 0, LEASE, List.of(), others).recalled())
                .hasSize(1)
                .doesNotContainAnyElementsOf(others);
    }
}
