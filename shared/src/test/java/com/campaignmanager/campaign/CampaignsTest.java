package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.message.MessageList;
import com.campaignmanager.message.MessageStatus;
import com.campaignmanager.message.OutboundMessage;
import com.campaignmanager.paging.Page;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.testing.World;
import com.campaignmanager.wire.FieldPatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignsTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private final World world = World.with();
    private final Campaigns campaigns = world.campaigns();
    private final CampaignList list = new CampaignList(world.jdbi());
    private final MessageList messages = new MessageList(world.jdbi());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_campaign_is_kept_as_it_was_given() {
        Audience audience = new Audience.Filter(Optional.of("Nairobi"), Optional.empty());
        Campaign created = campaigns.create(new CampaignDraft(
                "Sale", Channel.WHATSAPP, "Hi {first_name}", Optional.of(NOON), Optional.of(audience)));
        assertThat(created.status()).isEqualTo(CampaignStatus.SCHEDULED);
        assertThat(created.scheduledAt()).contains(NOON);
        assertThat(created.audience()).contains(audience);
        assertThat(created.stats()).isEqualTo(new CampaignStats(0, 0, 0, 0, 0));
        assertThat(campaigns.get(created.id())).isEqualTo(created);
    }

    @Test
    void a_campaign_without_a_schedule_is_a_draft() {
        Campaign created = draft("Sale");
        assertThat(created.status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(created.audience()).isEmpty();
        assertThat(created.recipientsExpected()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "1500-02-28T23:59:59Z", "9999-12-31T23:59:59.999999Z"})
    void any_instant_of_our_calendar_comes_back_as_it_was(String instant) {
        Campaign created = campaigns.create(
                new CampaignDraft("Sale", Channel.SMS, "Hi", Optional.of(Instant.parse(instant)), Optional.empty()));
        assertThat(created.scheduledAt()).contains(Instant.parse(instant));
    }

    @Test
    void texts_out_of_bounds_are_refused() {
        assertThat(refusalOf(" ", "Hi")).isEqualTo("INVALID invalid_request");
        assertThat(refusalOf("\uD83D\uDE00".repeat(200), "x".repeat(4_096))).isEmpty();
        assertThat(refusalOf("x".repeat(201), "Hi")).isEqualTo("INVALID invalid_request");
        assertThat(refusalOf("Sale", "x".repeat(4_097))).isEqualTo("INVALID invalid_request");
        assertThat(refusalOf("Sale", "Hi {nickname}")).isEqualTo("INVALID unknown_placeholder");
    }

    @Test
    void an_audience_of_customers_who_do_not_exist_is_refused_and_names_them() {
        List<Long> known = world.customers(2);
        ProblemException problem = catchThrowableOfType(
                ProblemException.class,
                () -> campaigns.create(new CampaignDraft(
                        "Sale",
                        Channel.SMS,
                        "Hi",
                        Optional.empty(),
                        Optional.of(new Audience.Customers(List.of(known.getFirst(), 7_000L, 6_000L))))));
        assertThat(problem.code()).isEqualTo("customers_not_found");
        assertThat(problem.more()).containsEntry("missing_customer_ids", List.of(6_000L, 7_000L));
        assertThat(world.number("SELECT count(*) FROM campaigns")).isZero();
    }

    @Test
    void a_patch_changes_what_it_names_and_nothing_else() {
        Campaign before = draft("Sale");
        world.databaseClock.advance(Duration.ofMinutes(1));
        Campaign after = campaigns.patch(
                before.id(),
                new CampaignChanges(
                        Optional.of("Sales"),
                        Optional.of(Channel.WHATSAPP),
                        Optional.empty(),
                        new FieldPatch.Kept<>(),
                        new FieldPatch.Replaced<>(new Audience.All())));
        assertThat(after.name()).isEqualTo("Sales");
        assertThat(after.channel()).isEqualTo(Channel.WHATSAPP);
        assertThat(after.baseTemplate()).isEqualTo(before.baseTemplate());
        assertThat(after.audience()).contains(new Audience.All());
        assertThat(after.status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(after.updatedAt()).isAfter(before.updatedAt());
    }

    @Test
    void setting_and_clearing_the_schedule_moves_between_draft_and_scheduled() {
        long id = draft("Sale").id();
        Campaign scheduled = campaigns.patch(id, schedule(new FieldPatch.Replaced<>(NOON)));
        assertThat(scheduled.status()).isEqualTo(CampaignStatus.SCHEDULED);
        assertThat(scheduled.scheduledAt()).contains(NOON);
        Campaign cleared = campaigns.patch(id, schedule(new FieldPatch.Cleared<>()));
        assertThat(cleared.status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(cleared.scheduledAt()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sending", "sent", "failed"})
    void a_campaign_that_has_been_sent_cannot_be_edited(String status) {
        long id = world.campaign(status);
        assertThat(refusal(() -> campaigns.patch(id, schedule(new FieldPatch.Cleared<>()))))
                .isEqualTo("CONFLICT wrong_status");
    }

    @Test
    void a_campaign_is_deleted_with_its_messages_but_not_while_it_is_being_sent() {
        long id = world.sendingCampaign(3);
        assertThat(refusal(() -> world.deleteCampaigns().delete(id))).isEqualTo("CONFLICT wrong_status");
        world.jdbi().useHandle(handle -> handle.execute("UPDATE campaigns SET status = 'sent'"));
        world.deleteCampaigns().delete(id);
        assertThat(refusal(() -> campaigns.get(id))).isEqualTo("NOT_FOUND campaign_not_found");
        assertThat(world.number("SELECT count(*) FROM outbound_messages")).isZero();
        assertThat(list.read(all(), PageRequest.of(1, 10)).total()).isZero();
    }

    @Test
    void an_unknown_campaign_is_not_found() {
        assertThat(refusal(() -> campaigns.get(7))).isEqualTo("NOT_FOUND campaign_not_found");
        assertThat(refusal(() -> world.deleteCampaigns().delete(7))).isEqualTo("NOT_FOUND campaign_not_found");
        assertThat(refusal(() -> campaigns.patch(7, schedule(new FieldPatch.Cleared<>()))))
                .isEqualTo("NOT_FOUND campaign_not_found");
        assertThat(refusal(() -> messages.read(7, Optional.empty(), PageRequest.of(1, 10))))
                .isEqualTo("NOT_FOUND campaign_not_found");
    }

    @Test
    void the_list_shows_the_newest_first_with_stats_and_filters() {
        long sending = world.sendingCampaign(3);
        Campaign sale = draft("Sale");
        Page<Campaign> everything = list.read(all(), PageRequest.of(1, 10));
        assertThat(everything.items()).extracting(Campaign::id).containsExactly(sale.id(), sending);
        assertThat(everything.items().getLast().stats()).isEqualTo(new CampaignStats(3, 3, 0, 0, 0));
        assertThat(everything.total()).isEqualTo(2);
        Page<Campaign> drafts = list.read(
                new CampaignFilter(Optional.of(Channel.SMS), Optional.of(CampaignStatus.DRAFT)), PageRequest.of(1, 10));
        assertThat(drafts.items()).containsExactly(sale);
        assertThat(drafts.total()).isEqualTo(1);
        Page<Campaign> whatsapp =
                list.read(new CampaignFilter(Optional.of(Channel.WHATSAPP), Optional.empty()), PageRequest.of(1, 10));
        assertThat(whatsapp.items()).isEmpty();
        assertThat(whatsapp.total()).isZero();
    }

    @Test
    void the_list_leaves_out_audiences_that_name_too_many_customers_to_show() {
        List<Long> many = world.customers(CampaignList.MAX_CUSTOMERS_SHOWN + 1);
        Campaign shown = campaigns.create(namingCustomers(many.subList(1, many.size())));
        Campaign tooMany = campaigns.create(namingCustomers(many));
        assertThat(list.read(all(), PageRequest.of(1, 10)).items())
                .extracting(Campaign::audience)
                .containsExactly(Optional.empty(), shown.audience());
        assertThat(campaigns.get(tooMany.id()).audience()).contains(new Audience.Customers(many));
    }

    private static CampaignDraft namingCustomers(List<Long> ids) {
        return new CampaignDraft("Sale", Channel.SMS, "Hi", Optional.empty(), Optional.of(new Audience.Customers(ids)));
    }

    @Test
    void the_messages_of_a_campaign_are_listed_newest_first_by_status_or_all() {
        long campaign = world.sendingCampaign(5);
        world.sendingCampaign(2);
        List<Long> ids = world.messagesOf(campaign);
        world.jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE outbound_messages SET status = 'failed', last_error = 'no such number', failure_kind = 'permanent', retry_count = 1 WHERE id = "
                                + ids.get(2)));
        Page<OutboundMessage> second = messages.read(campaign, Optional.empty(), PageRequest.of(2, 2));
        assertThat(second.items()).extracting(OutboundMessage::id).containsExactly(ids.get(2), ids.get(1));
        assertThat(second.total()).isEqualTo(5);
        Page<OutboundMessage> last = messages.read(campaign, Optional.empty(), PageRequest.of(3, 2));
        assertThat(last.items()).extracting(OutboundMessage::id).containsExactly(ids.get(0));
        Page<OutboundMessage> failed = messages.read(campaign, Optional.of(MessageStatus.FAILED), PageRequest.of(1, 2));
        assertThat(failed.items()).extracting(OutboundMessage::id).containsExactly(ids.get(2));
        assertThat(failed.items().getFirst().lastError()).contains("no such number");
        assertThat(failed.items().getFirst().phone()).startsWith("+2547");
        assertThat(failed.total()).isEqualTo(1);
    }

    private Campaign draft(String name) {
        return campaigns.create(
                new CampaignDraft(name, Channel.SMS, "Hi {first_name}", Optional.empty(), Optional.empty()));
    }

    private static CampaignFilter all() {
        return new CampaignFilter(Optional.empty(), Optional.empty());
    }

    private static CampaignChanges schedule(FieldPatch<Instant> change) {
        return new CampaignChanges(
                Optional.empty(), Optional.empty(), Optional.empty(), change, new FieldPatch.Kept<>());
    }

    private String refusalOf(String name, String template) {
        return refusal(() ->
                campaigns.create(new CampaignDraft(name, Channel.SMS, template, Optional.empty(), Optional.empty())));
    }

    private static String refusal(Runnable call) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, call::run);
        return problem == null ? "" : problem.kind() + " " + problem.code();
    }
}
