package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.message.FailureKind;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.testing.World;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Completion, and everything that can happen at the same moment. */
class CloseCampaignsTest {
    private final World world = World.with();
    private final CloseCampaigns close = new CloseCampaigns(world.jdbi(), world.metrics);

    @AfterEach
    void close() {
        world.close();
    }

    private void fail(long campaign, String kind) {
        world.run("UPDATE outbound_messages SET status = 'failed', retry_count = 3, last_error = 'x', failure_kind = '"
                + kind + "' WHERE campaign_id = " + campaign);
    }

    private void awaitBlocked() {
        Waiting.until("another session waits for a lock", () -> world.waitingForLocks() > 0);
    }

    @Test
    void of_two_workers_that_record_the_last_two_messages_at_once_the_later_one_closes_the_campaign() {
        long campaign = world.sendingCampaign(2);
        List<Long> ids = world.messagesOf(campaign);
        try (Handle first = world.jdbi().open()) {
            first.begin();
            first.execute("UPDATE outbound_messages SET status = 'sent' WHERE id = ?", ids.get(0));
            world.run("UPDATE outbound_messages SET status = 'sent' WHERE id = " + ids.get(1));

            assertThat(close.close(List.of(campaign))).isEmpty();
            first.commit();
        }
        assertThat(close.close(List.of(campaign))).hasSize(1);
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    @Test
    void a_campaign_that_is_locked_keeps_no_other_one_from_being_closed_by_the_scheduler() {
        long locked = world.sendingCampaign(1);
        long other = world.sendingCampaign(1);
        world.run("UPDATE outbound_messages SET status = 'sent'");
        try (Handle somebody = world.jdbi().open()) {
            somebody.begin();
            somebody.execute("SELECT FROM campaigns WHERE id = ? FOR UPDATE", locked);

            assertThat(close.closeAll())
                    .extracting(CloseCampaigns.Closed::campaignId)
                    .containsExactly(other);
            somebody.rollback();
        }
        assertThat(close.closeAll())
                .extracting(CloseCampaigns.Closed::campaignId)
                .containsExactly(locked);
    }

    @Test
    void a_campaign_of_which_most_messages_failed_says_so_with_the_most_frequent_error() {
        long campaign = world.sendingCampaign(5);
        List<Long> ids = world.messagesOf(campaign);
        fail(campaign, "permanent");
        world.run("UPDATE outbound_messages SET last_error = 'no such number' WHERE id <> " + ids.get(0));
        world.run("UPDATE outbound_messages SET status = 'sent', last_error = NULL WHERE id = " + ids.get(4));

        close.close(List.of(campaign));

        assertThat(world.statusOf(campaign)).isEqualTo("sent");
        assertThat(reasonOf(campaign)).contains("4 of 5 messages failed, most often: no such number");
    }

    @Test
    void a_campaign_of_which_half_failed_has_no_reason() {
        long campaign = world.sendingCampaign(2);
        fail(campaign, "permanent");
        world.run("UPDATE outbound_messages SET status = 'sent' WHERE id = "
                + world.messagesOf(campaign).getFirst());

        close.close(List.of(campaign));

        assertThat(reasonOf(campaign)).isEmpty();
    }

    @Test
    void a_campaign_whose_recipients_have_all_opted_out_says_so() {
        long campaign = world.sendingCampaign(2);
        fail(campaign, "suppressed");

        close.close(List.of(campaign));

        assertThat(reasonOf(campaign)).contains("all_suppressed");
    }

    private Optional<String> reasonOf(long campaign) {
        return world.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT status_reason FROM campaigns WHERE id = ?")
                        .bind(0, campaign)
                        .map((row, _) -> Optional.ofNullable(row.getString(1)))
                        .one());
    }

    @Test
    void a_retry_that_comes_while_the_campaign_is_being_closed_keeps_it_sending() {
        long campaign = world.sendingCampaign(3);
        fail(campaign, "transient");
        CompletableFuture<List<CloseCampaigns.Closed>> closing;
        try (Handle retry = world.jdbi().open()) {
            retry.begin();
            retry.execute("SELECT FROM campaigns WHERE id = ? FOR UPDATE", campaign);
            closing = CompletableFuture.supplyAsync(() -> close.close(List.of(campaign)));
            awaitBlocked();
            retry.execute("UPDATE outbound_messages SET status = 'pending' WHERE campaign_id = ?", campaign);
            retry.commit();
        }
        assertThat(closing.join()).isEmpty();
        assertThat(world.statusOf(campaign)).isEqualTo("sending");
    }

    @Test
    void a_retry_after_the_close_opens_the_campaign_again() {
        long campaign = world.sendingCampaign(3);
        fail(campaign, "transient");
        close.close(List.of(campaign));
        assertThat(world.statusOf(campaign)).isEqualTo("failed");

        SendReceipt receipt = world.retry().retry(campaign, Set.copyOf(FailureKind.retryable()), Set.of());

        assertThat(receipt).isEqualTo(new SendReceipt(campaign, 3, CampaignStatus.SENDING));
        assertThat(world.stats(campaign)).isEqualTo("3/0/0");
        assertThat(world.longs("SELECT DISTINCT retry_count FROM outbound_messages"))
                .containsExactly(0L);
    }

    @Test
    void a_retry_of_uncertain_messages_keeps_their_idempotency_key_and_others_get_a_new_one() {
        long campaign = world.sendingCampaign(2);
        List<Long> ids = world.messagesOf(campaign);
        fail(campaign, "transient");
        world.run("UPDATE outbound_messages SET failure_kind = 'uncertain' WHERE id = " + ids.get(0));
        String keys = "SELECT string_agg(idempotency_key::text, ' ' ORDER BY id) FROM outbound_messages";
        String[] before = world.text(keys).split(" ");

        world.retry().retry(campaign, Set.copyOf(FailureKind.retryable()), Set.of());

        String[] after = world.text(keys).split(" ");
        assertThat(after[0]).isEqualTo(before[0]);
        assertThat(after[1]).isNotEqualTo(before[1]);
    }

    @Test
    void a_retry_takes_only_the_kinds_asked_for_and_leaves_a_campaign_without_any_as_it_is() {
        long campaign = world.sendingCampaign(2);
        fail(campaign, "permanent");
        close.close(List.of(campaign));

        assertThat(world.retry().retry(campaign, Set.of(FailureKind.TRANSIENT), Set.of()))
                .isEqualTo(new SendReceipt(campaign, 0, CampaignStatus.FAILED));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() ->
                        world.retry().retry(world.campaign("draft"), Set.copyOf(FailureKind.retryable()), Set.of()))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("wrong_status"));
    }

    @Test
    void a_send_that_comes_while_the_scheduler_releases_the_campaign_is_refused() {
        long campaign = world.campaign("scheduled");
        List<Long> customers = world.customers(1);
        CompletableFuture<SendReceipt> sending;
        try (Handle release = world.jdbi().open()) {
            release.begin();
            release.execute("UPDATE campaigns SET status = 'sending' WHERE id = ?", campaign);
            sending = CompletableFuture.supplyAsync(
                    () -> world.send().send(campaign, Optional.of(new Audience.Customers(customers))));
            awaitBlocked();
            release.commit();
        }
        assertThat(sending)
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(ProblemException.class);
        assertThat(world.recount(campaign)).isEqualTo("0/0/0");
    }

    @Test
    void a_release_passes_over_a_campaign_that_is_being_sent_at_this_moment() {
        long campaign = world.campaign("scheduled");
        world.run("UPDATE campaigns SET scheduled_at = now(), audience = '{\"all\": true}'");
        try (Handle send = world.jdbi().open()) {
            send.begin();
            send.execute("SELECT FROM campaigns WHERE id = ? FOR UPDATE", campaign);

            assertThat(world.release().run()).isZero();
            send.rollback();
        }
        assertThat(world.statusOf(campaign)).isEqualTo("scheduled");
    }

    @Test
    void when_the_worker_of_the_last_message_died_before_closing_the_scheduler_closes() {
        long campaign = world.sendingCampaign(2);
        world.run("UPDATE outbound_messages SET status = 'sent'");

        assertThat(close.closeAll()).containsExactly(new CloseCampaigns.Closed(campaign, CampaignStatus.SENT));
        assertThat(close.closeAll()).isEmpty();
    }

    @Test
    void a_campaign_of_which_every_message_was_deleted_closes_as_sent() {
        long campaign = world.sendingCampaign(2);
        world.run("DELETE FROM customers");

        assertThat(close.closeAll()).containsExactly(new CloseCampaigns.Closed(campaign, CampaignStatus.SENT));
        assertThat(world.stats(campaign)).isEqualTo("0/0/0");
    }

    @Test
    void a_deleted_campaign_takes_its_messages_and_statistics_along() {
        long campaign = world.sendingCampaign(5);
        world.run("DELETE FROM campaigns");

        assertThat(world.number("SELECT count(*) FROM outbound_messages")).isZero();
        assertThat(world.number("SELECT count(*) FROM campaign_stats WHERE campaign_id = " + campaign))
                .isZero();
    }
}
