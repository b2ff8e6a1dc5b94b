package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.event.Event;
import com.campaignmanager.event.Event.CampaignEnded;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.message.FailureKind;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.TestBus;
import com.campaignmanager.testing.World;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnounceEndsTest {
    private final World world = World.with("MAX_RETRIES=1");
    private final TestBus bus = new TestBus();
    private final AnnounceEnds announce = new AnnounceEnds(world.jdbi(), bus);

    @AfterEach
    void close() {
        world.close();
    }

    private CampaignEnded onlyEnd() {
        assertThat(bus.events).hasSize(1);
        return (CampaignEnded) bus.events.removeFirst();
    }

    private void end(long campaign, String messages) {
        world.run("UPDATE outbound_messages SET status = '%s' WHERE campaign_id = %d".formatted(messages, campaign));
        new CloseCampaigns(world.jdbi(), world.metrics).close(List.of(campaign));
    }

    @Test
    void a_campaign_that_ends_is_told_once_with_its_numbers() {
        long campaign = world.sendingCampaign(3);
        end(campaign, "sent");

        assertThat(announce.run()).isEqualTo(1);
        assertThat(announce.run()).isZero();

        CampaignEnded end = onlyEnd();
        assertThat(end.campaignId()).isEqualTo(campaign);
        assertThat(end.failed()).isFalse();
        assertThat(end.sent()).isEqualTo(3);
        assertThat(end.lost()).isZero();
    }

    @Test
    void a_campaign_of_which_all_failed_is_told_as_failed() {
        long campaign = world.sendingCampaign(2);
        end(campaign, "failed");
        announce.run();
        CampaignEnded end = onlyEnd();
        assertThat(end.failed()).isTrue();
        assertThat(end.lost()).isEqualTo(2);
    }

    @Test
    void what_the_bus_does_not_take_is_told_later() {
        end(world.sendingCampaign(1), "sent");
        bus.isDown = true;
        assertThat(announce.run()).isZero();
        bus.isDown = false;
        assertThat(announce.run()).isEqualTo(1);
        onlyEnd();
    }

    @Test
    void a_campaign_that_ends_again_while_it_is_being_told_is_told_again() {
        long campaign = world.sendingCampaign(1);
        end(campaign, "failed");
        AnnounceEnds slow = new AnnounceEnds(world.jdbi(), events -> {
            bus.put(events);
            retry(campaign);
            end(campaign, "sent");
        });
        slow.run();
        assertThat(onlyEnd().failed()).isTrue();

        announce.run();

        assertThat(onlyEnd().failed()).isFalse();
    }

    @Test
    void a_campaign_that_is_retried_before_its_end_was_told_is_not_told_as_ended() {
        long campaign = world.sendingCampaign(1);
        end(campaign, "failed");
        retry(campaign);
        assertThat(announce.run()).isZero();
    }

    @Test
    void with_no_bus_nothing_is_kept_for_later() {
        end(world.sendingCampaign(1), "sent");
        new AnnounceEnds(world.jdbi(), EventBus.NONE).run();
        assertThat(announce.run()).isZero();
    }

    @Test
    void a_thousand_ends_are_told_all() {
        world.run("""
                INSERT INTO campaigns (name, channel, status, base_template, to_announce)
                SELECT 'Test', 'sms', 'sent', 'Hi', now() FROM generate_series(1, 1000)
                """);
        assertThat(announce.run()).isEqualTo(1000);
        assertThat(bus.events.stream().map(Event::detail).distinct()).hasSize(1000);
    }

    @Test
    void a_worker_tells_ends_and_dead_letters() throws Exception {
        List<Long> messages = world.messagesOf(world.sendingCampaign(2));

        world.drained(ScriptedSender.refusing(), bus);

        assertThat(bus.events)
                .hasSize(2)
                .anySatisfy(event -> assertThat(event).isInstanceOf(CampaignEnded.class))
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                Event.MessagesDeadLettered.class,
                                letters -> assertThat(letters.messageIds())
                                        .containsExactlyInAnyOrderElementsOf(messages)));
    }

    private void retry(long campaign) {
        world.retry().retry(campaign, Set.copyOf(FailureKind.retryable()), Set.of());
    }
}
