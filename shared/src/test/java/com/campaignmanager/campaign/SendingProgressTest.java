package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.testing.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendingProgressTest {
    private final World world = World.with();
    private final SendingProgress progress = new SendingProgress(world.jdbi());

    @AfterEach
    void close() {
        world.close();
    }

    /** Everything of it happened so long ago. */
    private void age(long campaign, Duration by) {
        String then = "now() - interval '" + by.toSeconds() + " seconds'";
        world.run("UPDATE outbound_messages SET next_attempt_at = " + then + " WHERE campaign_id = " + campaign);
        world.run("UPDATE campaigns SET updated_at = " + then + " WHERE id = " + campaign);
        world.run("UPDATE campaign_stats SET changed_at = " + then + " WHERE campaign_id = " + campaign);
    }

    @Test
    void with_nothing_being_sent_nothing_waits_and_nothing_is_stuck() {
        assertThat(progress.look().oldestWait()).isZero();
        assertThat(progress.look().stuck()).isEmpty();
    }

    @Test
    void a_campaign_with_due_messages_is_stuck_when_nothing_has_changed_for_15_minutes() {
        long campaign = world.sendingCampaign(3);
        world.databaseClock.advance(Duration.ofMinutes(14));
        assertThat(progress.look().stuck()).isEmpty();
        assertThat(progress.look().oldestWait()).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
        world.databaseClock.advance(Duration.ofMinutes(1));
        assertThat(progress.look().stuck()).containsExactly(campaign);
    }

    @Test
    void one_that_is_being_expanded_is_stuck_without_a_single_message() {
        long campaign = world.campaign("sending");
        world.run("UPDATE campaigns SET expanding = true");
        world.databaseClock.advance(Duration.ofMinutes(15));
        assertThat(progress.look().stuck()).containsExactly(campaign);
    }

    @Test
    void each_of_several_is_judged_by_itself() {
        long lively = world.sendingCampaign(2);
        long stuck = world.sendingCampaign(2);
        age(lively, Duration.ofMinutes(20));
        age(stuck, Duration.ofMinutes(30));
        world.run("UPDATE outbound_messages SET status = 'sent' WHERE id = (SELECT min(id) FROM outbound_messages)");
        assertThat(progress.look().stuck()).containsExactly(stuck);
        assertThat(progress.look().oldestWait().toMinutes()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE outbound_messages SET status = 'sent' WHERE id = (SELECT min(id) FROM outbound_messages)",
                "UPDATE outbound_messages SET retry_count = 1 WHERE id = (SELECT min(id) FROM outbound_messages)",
                "DELETE FROM outbound_messages WHERE id = (SELECT min(id) FROM outbound_messages)",
                "UPDATE campaigns SET updated_at = now()"
            })
    void whatever_has_changed_shows_that_it_is_not(String change) {
        long campaign = world.sendingCampaign(3);
        age(campaign, Duration.ofMinutes(16));
        assertThat(progress.look().stuck()).containsExactly(campaign);
        world.run(change);
        assertThat(progress.look().stuck()).isEmpty();
    }

    @Test
    void a_claim_alone_is_no_progress() {
        long campaign = world.sendingCampaign(3);
        age(campaign, Duration.ofMinutes(16));
        world.run("UPDATE outbound_messages SET claimed_by = 1");
        assertThat(progress.look().stuck()).containsExactly(campaign);
    }

    @Test
    void one_that_waits_for_a_retry_is_not_stuck_and_has_15_minutes_from_when_that_is_due() {
        long campaign = world.sendingCampaign(1);
        world.run("UPDATE outbound_messages SET next_attempt_at = now() + interval '1 hour'");
        world.databaseClock.advance(Duration.ofMinutes(59));
        assertThat(progress.look().oldestWait()).isZero();
        assertThat(progress.look().stuck()).isEmpty();
        world.databaseClock.advance(Duration.ofMinutes(15));
        assertThat(progress.look().stuck()).isEmpty();
        world.databaseClock.advance(Duration.ofMinutes(2));
        assertThat(progress.look().stuck()).containsExactly(campaign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "scheduled", "sent", "failed"})
    void only_a_sending_campaign_can_be_stuck(String status) {
        long campaign = world.campaign(status);
        world.addMessages(campaign, world.customers(1));
        world.databaseClock.advance(Duration.ofHours(1));
        assertThat(progress.look().stuck()).isEmpty();
        assertThat(progress.look().oldestWait()).isZero();
    }
}
