package com.campaignmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.campaign.NextDue;
import com.campaignmanager.campaign.ResumeChannel;
import com.campaignmanager.event.EventType;
import com.campaignmanager.message.Channels.ChannelState;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ErrorEffect;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.testing.ScriptedSender;
import com.campaignmanager.testing.TestBus;
import com.campaignmanager.testing.World;
import com.campaignmanager.wake.WakeSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel whose provider refuses our account is held: contract 11.5. */
class HoldTest {
    private final World world = World.with("RETRY_BACKOFF=1ms", "WORKER_CONCURRENCY=1");
    private final AtomicBoolean revoked = new AtomicBoolean(true);

    @AfterEach
    void close() {
        world.close();
    }

    private ScriptedSender refusing(Predicate<Outgoing> which) {
        return new ScriptedSender(message -> revoked.get() && which.test(message)
                ? new SendResult.Refused(
                        ProviderError.of(ErrorClass.ACCOUNT, "401", "the token has been revoked"), Optional.empty())
                : SendResult.accepted());
    }

    private ChannelState sms() {
        return world.channels().list().stream()
                .filter(state -> state.channel() == Channel.SMS)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void no_message_fails_and_nothing_more_goes_out_but_what_had_begun() throws Exception {
        long campaign = world.sendingCampaign(200);
        ScriptedSender sender = refusing(message -> true);

        DrainResult result = world.drained(sender);

        assertThat(result.failed()).isZero();
        assertThat(sender.given().size()).isLessThanOrEqualTo(4);
        assertThat(world.stats(campaign)).isEqualTo("200/0/0").isEqualTo(world.recount(campaign));
        assertThat(world.number("SELECT max(retry_count) FROM outbound_messages"))
                .isZero();
        assertThat(world.number("SELECT count(*) FROM outbound_messages WHERE claimed_by IS NOT NULL"))
                .isZero();
        assertThat(sms().held().orElseThrow().code()).contains("401");
        assertThat(sms().held().orElseThrow().reason()).isEqualTo("the token has been revoked");
    }

    @Test
    void the_other_channel_goes_on() throws Exception {
        world.sendingCampaign(20);
        long whatsapp = world.sendingCampaign(300);
        world.run("UPDATE campaigns SET channel = 'whatsapp' WHERE id = " + whatsapp);

        world.drained(refusing(message -> message.channel() == Channel.SMS));

        assertThat(world.statusOf(whatsapp)).isEqualTo("sent");
    }

    @Test
    void after_a_minute_one_message_probes_and_its_success_lets_everybody_be_sent_once() throws Exception {
        long campaign = world.sendingCampaign(50);
        ScriptedSender sender = refusing(message -> true);
        world.drained(sender);
        int refused = sender.given().size();
        assertThat(world.drained(sender).claimed()).isZero();

        world.databaseClock.advance(Duration.ofSeconds(61));
        world.drained(sender);
        assertThat(sender.given()).as("one probe").hasSize(refused + 1);

        world.databaseClock.advance(Duration.ofSeconds(61));
        assertThat(world.drained(sender).claimed()).as("the pause has doubled").isZero();
        world.databaseClock.advance(Duration.ofSeconds(61));
        revoked.set(false);
        world.drained(sender);

        assertThat(world.stats(campaign)).isEqualTo("0/50/0");
        assertThat(sms().held()).isEmpty();
        assertThat(sender.givenIds().subList(refused + 1, sender.given().size()))
                .hasSize(50)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_probe_is_not_the_message_that_raised_the_hold_while_another_waits() throws Exception {
        world.sendingCampaign(5);
        long culprit = world.messagesOf(world.longs("SELECT id FROM campaigns").getFirst())
                .getFirst();
        ScriptedSender sender = refusing(message -> message.messageId() == culprit);
        world.drained(sender);
        int before = sender.given().size();

        world.databaseClock.advance(Duration.ofSeconds(61));
        world.drained(sender);

        assertThat(sender.givenIds().get(before)).isNotEqualTo(culprit);
    }

    @Test
    void a_message_that_raises_the_hold_again_after_others_were_accepted_fails_alone() throws Exception {
        long campaign = world.sendingCampaign(5);
        long culprit = world.messagesOf(campaign).getFirst();
        ScriptedSender sender = refusing(message -> message.messageId() == culprit);
        for (int i = 0; i < 3; i++) {
            world.drained(sender);
            world.databaseClock.advance(Duration.ofSeconds(61));
        }

        assertThat(world.stats(campaign)).isEqualTo("0/4/1");
        assertThat(world.text("SELECT failure_kind || ' ' || error_class FROM outbound_messages WHERE id = " + culprit))
                .isEqualTo("permanent account");
        assertThat(sms().held()).isEmpty();
    }

    @Test
    void a_campaign_shows_why_its_channel_is_held_until_the_hold_ends() throws Exception {
        long campaign = world.sendingCampaign(5);
        long ended = world.campaign("sent");
        world.drained(refusing(message -> true));

        assertThat(world.campaigns().get(campaign).held())
                .isEqualTo(sms().held())
                .isPresent();
        assertThat(world.campaigns().get(ended).held()).isEmpty();

        new ResumeChannel(world.channels(), world.work()).resume("sms");

        assertThat(world.campaigns().get(campaign).held()).isEmpty();
    }

    @Test
    void a_person_can_end_the_hold_at_once() throws Exception {
        long campaign = world.sendingCampaign(10);
        world.drained(refusing(message -> true));
        revoked.set(false);

        new ResumeChannel(world.channels(), world.work()).resume("sms");

        assertThat(world.drained(ScriptedSender.accepting()).sent()).isEqualTo(10);
        assertThat(world.statusOf(campaign)).isEqualTo("sent");
    }

    @Test
    void the_end_of_a_hold_makes_no_campaign_due_that_waits_for_a_later_time() throws Exception {
        long later = world.sendingCampaign(1);
        world.run("UPDATE outbound_messages SET next_attempt_at = now() + interval '1 hour'");
        world.run("UPDATE campaign_due SET due_at = now() + interval '1 hour'");
        long now = world.sendingCampaign(5);
        world.drained(refusing(message -> true));
        assertThat(sms().held()).isPresent();

        new ResumeChannel(world.channels(), world.work()).resume("sms");

        assertThat(world.longs("SELECT DISTINCT campaign_id FROM campaign_due WHERE due_at <= now()"))
                .containsExactly(now);
        assertThat(world.longs(
                        "SELECT DISTINCT campaign_id FROM campaign_due WHERE due_at > now() + interval '59 minutes'"))
                .containsExactly(later);
    }

    @Test
    void while_it_is_held_nothing_is_due_before_the_next_probe() throws Exception {
        world.sendingCampaign(10);
        world.drained(refusing(message -> true));
        world.drained(refusing(message -> true));

        assertThat(new NextDue(world.jdbi()).until().orElseThrow())
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(61));
    }

    @Test
    void a_hold_is_published_once() throws Exception {
        world.sendingCampaign(10);
        TestBus bus = new TestBus();
        Drain drain = world.drain(refusing(message -> true), bus, WakeSignal.NONE, Clock.systemUTC());

        drain.run(() -> Duration.ofMinutes(1));

        assertThat(bus.events)
                .filteredOn(event -> event.type() == EventType.CHANNEL_HELD)
                .hasSize(1);
    }

    @Test
    void a_broken_template_pauses_its_campaign_alone() throws Exception {
        long broken = world.sendingCampaign(100);
        long sound = world.sendingCampaign(100);
        ScriptedSender sender = new ScriptedSender(message -> message.campaignId() == broken
                ? new SendResult.Refused(
                        new ProviderError(
                                ErrorClass.CONTENT,
                                Optional.of("132001"),
                                "there is no such template",
                                ErrorEffect.PAUSE_CAMPAIGN),
                        Optional.empty())
                : SendResult.accepted());

        world.drained(sender);

        assertThat(world.statusOf(sound)).isEqualTo("sent");
        assertThat(world.text("SELECT status || ' ' || status_reason FROM campaigns WHERE id = " + broken))
                .isEqualTo("paused 132001: there is no such template");
    }
}
