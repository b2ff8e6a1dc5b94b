package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.campaign.TermChanges.ProviderTemplateChanges;
import com.campaignmanager.event.Event;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.testing.TestBus;
import com.campaignmanager.testing.World;
import com.campaignmanager.wire.FieldPatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code send_before}, {@code ignore_quiet_hours}, {@code provider_template}, and what a schedule is refused for. */
class CampaignTermsTest {
    private static final Instant NOON = Instant.parse("2030-06-01T12:00:00Z");
    private static final ProviderTemplate APPROVED =
            new ProviderTemplate("summer_sale", "en_US", List.of("{first_name}", "10%"));

    private final World world = World.with("SENDER_WHATSAPP=none");
    private final World both = World.with();

    @AfterEach
    void close() {
        world.close();
        both.close();
    }

    private static Campaign create(World world, Channel channel, Optional<Instant> at, CampaignTerms terms) {
        return world.campaigns()
                .create(new CampaignDraft("Sale", channel, "Hi", at, Optional.of(new Audience.All()), terms));
    }

    private static CampaignTerms until(Instant end) {
        return new CampaignTerms(Optional.of(end), false, Optional.empty());
    }

    private static CampaignChanges terms(TermChanges changes) {
        return new CampaignChanges(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new FieldPatch.Kept<>(),
                new FieldPatch.Kept<>(),
                changes);
    }

    private static CampaignChanges sendBefore(Instant end) {
        return terms(new TermChanges(new FieldPatch.Replaced<>(end), Optional.empty(), new FieldPatch.Kept<>()));
    }

    private static CampaignChanges template(Optional<String> name, Optional<List<String>> parameters) {
        return terms(new TermChanges(
                new FieldPatch.Kept<>(),
                Optional.empty(),
                new FieldPatch.Replaced<>(new ProviderTemplateChanges(name, Optional.empty(), parameters))));
    }

    private static String refusal(Runnable call) {
        return catchThrowableOfType(ProblemException.class, call::run).code();
    }

    @Test
    void terms_are_kept_as_they_were_given_and_a_patch_changes_what_it_names() {
        CampaignTerms terms = new CampaignTerms(Optional.of(NOON), true, Optional.of(APPROVED));
        Campaign created = create(both, Channel.WHATSAPP, Optional.empty(), terms);
        assertThat(both.campaigns().get(created.id()).terms()).isEqualTo(terms);

        Campaign patched = both.campaigns().patch(created.id(), template(Optional.of("winter_sale"), Optional.empty()));

        assertThat(patched.providerTemplate())
                .contains(new ProviderTemplate("winter_sale", "en_US", APPROVED.parameters()));
        assertThat(patched.sendBefore()).contains(NOON);
        assertThat(patched.ignoreQuietHours()).isTrue();
    }

    @Test
    void send_before_must_be_after_scheduled_at_whichever_of_them_is_set_last() {
        assertThat(refusal(() -> create(both, Channel.SMS, Optional.of(NOON), until(NOON))))
                .isEqualTo("send_before_too_early");
        long id = create(both, Channel.SMS, Optional.of(NOON), until(NOON.plusSeconds(1)))
                .id();

        assertThat(refusal(() -> both.campaigns().patch(id, sendBefore(NOON.minusSeconds(1)))))
                .isEqualTo("send_before_too_early");
        assertThat(refusal(() -> both.campaigns()
                        .patch(
                                id,
                                new CampaignChanges(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        new FieldPatch.Replaced<>(NOON.plusSeconds(2)),
                                        new FieldPatch.Kept<>()))))
                .isEqualTo("send_before_too_early");
        assertThat(both.campaigns().get(id).scheduledAt()).contains(NOON);
    }

    @Test
    void a_template_of_whatsapp_is_refused_for_sms() {
        assertThat(refusal(() -> create(
                        both,
                        Channel.SMS,
                        Optional.empty(),
                        new CampaignTerms(Optional.empty(), false, Optional.of(APPROVED)))))
                .isEqualTo("invalid_request");
    }

    @Test
    void a_paused_campaign_takes_what_its_unsent_messages_follow_and_nothing_else() {
        long id = create(
                        both,
                        Channel.WHATSAPP,
                        Optional.empty(),
                        new CampaignTerms(Optional.empty(), false, Optional.of(APPROVED)))
                .id();
        both.run("UPDATE campaigns SET status = 'paused', paused_at = now()");

        both.campaigns().patch(id, sendBefore(NOON));
        both.campaigns().patch(id, template(Optional.of("winter_sale"), Optional.empty()));

        assertThat(both.text("SELECT send_before || ' ' || (provider_template ->> 'name') FROM campaigns"))
                .isEqualTo("2030-06-01 12:00:00+00 winter_sale");
        assertThat(refusal(() -> both.campaigns().patch(id, template(Optional.empty(), Optional.of(List.of())))))
                .isEqualTo("wrong_status");
        assertThat(refusal(() -> both.campaigns()
                        .patch(
                                id,
                                terms(new TermChanges(
                                        new FieldPatch.Kept<>(), Optional.of(true), new FieldPatch.Kept<>())))))
                .isEqualTo("wrong_status");
        assertThat(refusal(() -> both.campaigns()
                        .patch(
                                id,
                                new CampaignChanges(
                                        Optional.of("Other"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        new FieldPatch.Kept<>(),
                                        new FieldPatch.Kept<>()))))
                .isEqualTo("wrong_status");
    }

    @Test
    void a_channel_without_a_sender_takes_no_send_and_no_schedule_but_drafts() {
        world.customers(1);
        long draft = create(world, Channel.WHATSAPP, Optional.empty(), CampaignTerms.USUAL)
                .id();

        assertThat(refusal(() -> world.send().send(draft, Optional.empty()))).isEqualTo("channel_not_configured");
        assertThat(refusal(() -> create(world, Channel.WHATSAPP, Optional.of(NOON), CampaignTerms.USUAL)))
                .isEqualTo("channel_not_configured");
        assertThat(refusal(() -> world.campaigns()
                        .patch(
                                draft,
                                new CampaignChanges(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        new FieldPatch.Replaced<>(NOON),
                                        new FieldPatch.Kept<>()))))
                .isEqualTo("channel_not_configured");
        assertThat(create(world, Channel.SMS, Optional.of(NOON), CampaignTerms.USUAL)
                        .status())
                .isEqualTo(CampaignStatus.SCHEDULED);
        assertThat(world.number("SELECT count(*) FROM outbound_messages")).isZero();
    }

    @Test
    void a_due_campaign_whose_channel_has_lost_its_sender_is_a_draft_again_with_the_reason_and_an_event() {
        TestBus bus = new TestBus();
        world.customers(1);
        long id = create(world, Channel.SMS, Optional.of(NOON), CampaignTerms.USUAL)
                .id();
        world.run("UPDATE campaigns SET channel = 'whatsapp', scheduled_at = now()");

        assertThat(world.release(bus).run()).isZero();

        assertThat(world.statusOf(id)).isEqualTo("draft");
        assertThat(world.text("SELECT status_reason FROM campaigns"))
                .isEqualTo("it was due, but no sender is set up for whatsapp; see SENDER_WHATSAPP");
        assertThat(bus.events)
                .containsExactly(new Event.CampaignNotReleased(
                        id, "it was due, but no sender is set up for whatsapp; see SENDER_WHATSAPP"));
    }
}
