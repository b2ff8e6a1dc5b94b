package com.campaignmanager.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.campaign.CloseCampaigns;
import com.campaignmanager.customer.Customers;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.database.Database;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.message.FailureKind;
import com.campaignmanager.migrations.FunctionRole;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ErrorEffect;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.testing.CountedStatements;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.World;
import com.campaignmanager.worker.DrainResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an opt-out does to messages that were there before it, and to those that come after it. */
class OptOutsTest {
    private final World world = World.with("WORKER_CONCURRENCY=1", "MAX_RETRIES=3");

    @AfterEach
    void close() {
        world.close();
    }

    private String phoneOf(long customer) {
        return world.text("SELECT phone FROM customers WHERE id = " + customer);
    }

    /** A campaign being sent to these customers. */
    private long sentTo(List<Long> customers) {
        long campaign = world.campaign("draft");
        world.send().send(campaign, Optional.of(new Audience.Customers(customers)));
        return campaign;
    }

    private String states(String phone) {
        return world.text("""
                SELECT string_agg(status || coalesce(' ' || failure_kind, ''), ', ' ORDER BY id)
                FROM outbound_messages WHERE phone = '%s'
                """.formatted(phone));
    }

    private void countersAreExact() {
        world.longs("SELECT id FROM campaigns")
                .forEach(campaign -> assertThat(world.stats(campaign)).isEqualTo(world.recount(campaign)));
    }

    @Test
    void after_it_nothing_begins_for_the_phone_not_even_what_a_run_has_claimed() throws Exception {
        List<Long> customers = world.customers(3_334);
        String phone = phoneOf(customers.get(20));
        List<Long> campaigns =
                IntStream.range(0, 3).mapToObj(_ -> sentTo(customers)).toList();
        CountDownLatch optedOut = new CountDownLatch(1);
        ScriptedSender sender = new ScriptedSender(_ -> {
            await(optedOut);
            return SendResult.accepted();
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<DrainResult> run = threads.submit(() -> world.drained(sender));
            Waiting.until("a run has claimed a message to the phone", () -> world.number("""
                    SELECT count(*) FROM outbound_messages AS m JOIN worker_runs AS r ON r.run_id = m.claimed_by
                    WHERE m.phone = '%s' AND m.id <> ALL (r.begun) AND cardinality(r.begun) > 0
                    """.formatted(phone)) > 0);

            world.optOut(phone);
            optedOut.countDown();
            run.get();
        }
        assertThat(sender.given()).extracting(Outgoing::phone).hasSize(9_999).doesNotContain(phone);
        assertThat(states(phone)).isEqualTo("failed suppressed, failed suppressed, failed suppressed");
        campaigns.forEach(campaign -> assertThat(world.stats(campaign)).isEqualTo("0/3333/1"));
        countersAreExact();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void it_finds_messages_that_wait_for_a_retry_are_in_doubt_or_have_no_phone_yet() {
        List<Long> customers = world.customers(2);
        String phone = phoneOf(customers.getFirst());
        long retried = sentTo(customers);
        world.run("UPDATE outbound_messages SET retry_count = 1, next_attempt_at = now() + interval '1 hour'");
        long inDoubt = sentTo(customers);
        world.run("UPDATE outbound_messages SET in_doubt = true WHERE campaign_id = " + inDoubt);
        long byHand = world.campaign("sending");
        world.addMessages(byHand, customers);

        world.optOut(phone);

        assertThat(states(phone)).isEqualTo("failed suppressed, failed uncertain, failed suppressed");
        assertThat(List.of(retried, inDoubt, byHand))
                .allSatisfy(campaign -> assertThat(world.stats(campaign)).isEqualTo("1/0/1"));
        countersAreExact();
    }

    @Test
    void it_finds_messages_to_the_phone_of_a_customer_who_has_another_one_now() {
        List<Long> customers = world.customers(1);
        String phone = phoneOf(customers.getFirst());
        sentTo(customers);
        world.run("UPDATE customers SET phone = '+254733000001'");

        world.optOut(phone);

        assertThat(states(phone)).isEqualTo("failed suppressed");
    }

    @Test
    void an_opt_out_of_one_channel_leaves_the_other() {
        List<Long> customers = world.customers(1);
        String phone = phoneOf(customers.getFirst());
        long sms = sentTo(customers);
        long whatsapp = sentTo(customers);
        world.run("UPDATE campaigns SET channel = 'whatsapp' WHERE id = " + whatsapp);

        world.optOuts().record(List.of(new OptOut(phone, OptOutChannel.WHATSAPP, OptOutSource.INBOUND, "")));

        assertThat(world.stats(sms)).isEqualTo("1/0/0");
        assertThat(world.stats(whatsapp)).isEqualTo("0/0/1");
    }

    @Test
    void a_campaign_that_had_nothing_else_left_ends_and_says_that_all_have_opted_out() {
        List<Long> customers = world.customers(1);
        long campaign = sentTo(customers);

        world.optOut(phoneOf(customers.getFirst()));

        assertThat(world.text("SELECT status || ' ' || status_reason FROM campaigns WHERE id = " + campaign))
                .isEqualTo("failed all_suppressed");
    }

    @Test
    void later_campaigns_and_a_customer_who_is_deleted_and_added_again_get_nothing() throws Exception {
        List<Long> customers = world.customers(2);
        String phone = phoneOf(customers.getFirst());
        world.optOut(phone);
        long toIds = sentTo(customers);
        long toAll = world.campaign("draft");
        world.send().send(toAll, Optional.of(new Audience.All()));
        world.expand().run(() -> Duration.ofMinutes(1));

        new Customers(world.jdbi(), new PhoneNumbers(Optional.empty())).delete(customers.getFirst());
        world.run("INSERT INTO customers (phone) VALUES ('" + phone + "')");
        long again = sentTo(world.longs("SELECT id FROM customers"));
        long byHand = world.campaign("sending");
        world.addMessages(byHand, world.longs("SELECT id FROM customers"));

        ScriptedSender sender = ScriptedSender.accepting();
        world.drained(sender);

        assertThat(sender.given()).extracting(Outgoing::phone).hasSize(4).doesNotContain(phone);
        assertThat(world.stats(again)).isEqualTo("0/1/1");
        assertThat(world.stats(byHand)).isEqualTo("0/1/1");
        assertThat(List.of(world.stats(toIds), world.stats(toAll))).containsOnly("0/1/0");
        countersAreExact();
    }

    @Test
    void an_attempt_under_way_that_would_be_repeated_ends_as_suppressed_or_uncertain_if_it_may_have_arrived()
            throws Exception {
        List<Long> customers = world.customers(2);
        sentTo(customers);
        ScriptedSender sender = new ScriptedSender(message -> {
            world.optOut(message.phone());
            return SendResult.refused(
                    message.phone().equals(phoneOf(customers.getFirst())) ? ErrorClass.TRANSIENT : ErrorClass.AMBIGUOUS,
                    "down");
        });

        world.drained(sender);

        assertThat(states(phoneOf(customers.get(0)))).isEqualTo("failed suppressed");
        assertThat(states(phoneOf(customers.get(1)))).isEqualTo("failed uncertain");
        assertThat(sender.given()).hasSize(2);
    }

    @Test
    void a_retry_takes_no_message_to_a_phone_that_has_opted_out() {
        List<Long> customers = world.customers(2);
        String phone = phoneOf(customers.getFirst());
        long campaign = sentTo(customers);
        world.run("UPDATE outbound_messages SET status = 'failed', failure_kind = 'transient', retry_count = 3");
        world.optOut(phone);

        world.retry().retry(campaign, Set.copyOf(FailureKind.retryable()), Set.of());

        assertThat(states(phone)).isEqualTo("failed suppressed");
        assertThat(world.stats(campaign)).isEqualTo("1/0/1");
    }

    @Test
    void a_job_by_hand_does_not_send_a_failed_message_to_a_phone_that_has_opted_out_since() throws Exception {
        try (World byHand = World.with("AUTO_RETRY=false")) {
            List<Long> customers = byHand.customers(2);
            long campaign = byHand.campaign("draft");
            byHand.send().send(campaign, Optional.of(new Audience.Customers(customers)));
            byHand.run("UPDATE outbound_messages SET status = 'failed', failure_kind = 'transient', retry_count = 1");
            String phone = byHand.text("SELECT min(phone) FROM customers");
            byHand.optOut(phone);
            byHand.queue.push(byHand.messagesOf(campaign));

            ScriptedSender sender = ScriptedSender.accepting();
            byHand.drained(sender);

            assertThat(sender.given()).extracting(Outgoing::phone).hasSize(1).doesNotContain(phone);
            assertThat(byHand.text("SELECT failure_kind FROM outbound_messages WHERE status = 'failed'"))
                    .isEqualTo("suppressed");
        }
    }

    @Test
    void what_a_provider_says_fails_the_messages_of_other_campaigns_before_the_run_ends() throws Exception {
        List<Long> customers = world.customers(1);
        String phone = phoneOf(customers.getFirst());
        sentTo(customers);
        long later = sentTo(customers);
        world.run("UPDATE outbound_messages SET next_attempt_at = now() + interval '1 hour' WHERE campaign_id = "
                + later);
        ScriptedSender sender = new ScriptedSender(_ -> new SendResult.Refused(
                new ProviderError(ErrorClass.RECIPIENT, Optional.of("21610"), "opted out", ErrorEffect.SUPPRESS),
                Optional.empty()));

        world.drained(sender);

        assertThat(states(phone)).isEqualTo("failed permanent, failed suppressed");
        assertThat(world.text("SELECT source || ' ' || channel || ' ' || coalesce(unfinished::text, 'finished')"
                        + " FROM suppressions"))
                .isEqualTo("provider sms finished");
        assertThat(world.statusOf(later)).isEqualTo("failed");
    }

    @Test
    void one_that_was_cut_short_after_its_first_commit_is_finished_by_the_next_tick() {
        List<Long> customers = world.customers(1);
        String phone = phoneOf(customers.getFirst());
        sentTo(customers);
        // as a process leaves it that is killed between the two commits
        world.run("INSERT INTO suppressions (phone, channel, source, unfinished) VALUES ('%s', 'all', 'api', now())"
                .formatted(phone));
        assertThat(states(phone)).isEqualTo("pending");

        world.finishOptOuts().run(() -> Duration.ofMinutes(1));

        assertThat(states(phone)).isEqualTo("failed suppressed");
        assertThat(world.number("SELECT count(*) FROM suppressions WHERE unfinished IS NOT NULL"))
                .isZero();
    }

    /** Consequences of a record are followed under it, and a right that is missing would only be logged. */
    @Test
    void the_role_of_the_worker_has_the_rights_to_finish_one() {
        List<Long> customers = world.customers(1);
        String phone = phoneOf(customers.getFirst());
        sentTo(customers);
        world.run(
                "INSERT INTO suppressions (phone, channel, source, unfinished) VALUES ('%s', 'sms', 'provider', now())"
                        .formatted(phone));
        String address = TestServers.get().as(FunctionRole.WORKER, world.text("SELECT current_database()"));
        try (Database database = Database.open(Settings.database(Map.of("DATABASE_URL", address)))) {
            new FinishOptOuts(database.jdbi(), new CloseCampaigns(database.jdbi(), world.metrics)).next();
        }
        assertThat(states(phone)).isEqualTo("failed suppressed");
        assertThat(world.text("SELECT status FROM campaigns")).isEqualTo("failed");
    }

    @Test
    void one_whose_row_is_there_already_fails_pending_messages_all_the_same() {
        List<Long> customers = world.customers(1);
        String phone = phoneOf(customers.getFirst());
        world.optOut(phone);
        sentTo(customers);
        world.run("UPDATE outbound_messages SET status = 'pending', failure_kind = NULL");

        world.optOut(phone);

        assertThat(states(phone)).isEqualTo("failed suppressed");
    }

    @Test
    void thousands_at_once_take_a_few_statements_per_chunk() {
        List<Long> customers = world.customers(2_000);
        long campaign = sentTo(customers);
        List<OptOut> all = world
                .jdbi()
                .withHandle(handle -> handle.createQuery("SELECT phone FROM customers")
                        .mapTo(String.class)
                        .list())
                .stream()
                .map(phone -> new OptOut(phone, OptOutChannel.of(Channel.SMS), OptOutSource.IMPORT, ""))
                .toList();
        CountedStatements statements = CountedStatements.of(world.jdbi(), "");

        assertThat(world.optOuts().record(all)).isEqualTo(2_000);

        assertThat(statements.count()).isLessThanOrEqualTo(15 * 2_000 / FinishOptOuts.CHUNK);
        assertThat(world.stats(campaign)).isEqualTo(world.recount(campaign)).isEqualTo("0/0/2000");
    }
}
