package com.campaignmanager.api;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.campaign.Campaign;
import com.campaignmanager.campaign.CampaignChanges;
import com.campaignmanager.campaign.CampaignDraft;
import com.campaignmanager.campaign.CampaignFilter;
import com.campaignmanager.campaign.CampaignList;
import com.campaignmanager.campaign.CampaignRules;
import com.campaignmanager.campaign.CampaignStatus;
import com.campaignmanager.campaign.CampaignTerms;
import com.campaignmanager.campaign.Campaigns;
import com.campaignmanager.campaign.DeleteCampaigns;
import com.campaignmanager.campaign.ProviderTemplate;
import com.campaignmanager.campaign.TermChanges;
import com.campaignmanager.campaign.TermChanges.ProviderTemplateChanges;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.sender.Channel;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** {@code /campaigns}: what they are. What is done with them is {@link SendController}'s. */
final class CampaignController implements Controller {
    private static final String LIST = "/campaigns";
    private static final String ONE = LIST + "/{id}";
    private static final String CHANNELS = "sms or whatsapp";
    private static final String STATUSES = "draft, scheduled, sending, sent, failed, paused or cancelled";

    private static final JsonType<String> NAME = JsonTypes.text(CampaignRules::nameRefusal);
    private static final JsonType<String> TEMPLATE = JsonTypes.text(CampaignRules::templateRefusal);
    private static final JsonType<Channel> CHANNEL = JsonTypes.word(Channel::of, CHANNELS);
    private static final JsonType<Audience> AUDIENCE = new AudienceType();
    private static final JsonType<Instant> INSTANT = JsonTypes.instant(_ -> Optional.empty());
    private static final JsonType<ProviderTemplateChanges> PROVIDER_TEMPLATE = new ProviderTemplateType();

    private final Campaigns campaigns;
    private final CampaignList list;
    private final DeleteCampaigns delete;
    private final JsonType<Instant> schedule;

    CampaignController(Campaigns campaigns, DeleteCampaigns delete, CampaignList list, Clock clock) {
        this.campaigns = campaigns;
        this.delete = delete;
        this.list = list;
        this.schedule = JsonTypes.instant(at -> CampaignRules.scheduleRefusal(at, clock.instant()));
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(LIST, this::list).paged().withParameters("channel", "status"),
                Route.post(LIST, this::create),
                Route.get(ONE, this::get),
                Route.patch(ONE, this::patch),
                Route.delete(ONE, this::delete));
    }

    private ResponseEntity<Lists.PageView<Campaign>> list(ApiRequest request) {
        Query query = request.query();
        CampaignFilter filter = new CampaignFilter(
                query.filter("channel", Channel::of, CHANNELS), query.filter("status", CampaignStatus::of, STATUSES));
        PageRequest page = query.page();
        query.end();
        return Lists.answer(list.read(filter, page), LIST, query);
    }

    private ResponseEntity<Campaign> create(ApiRequest request) throws HttpMediaTypeNotSupportedException {
        Campaign created = campaigns.create(draft(request.body().json()));
        return ResponseEntity.created(URI.create(LIST + "/" + created.id())).body(created);
    }

    private CampaignDraft draft(JsonBody json) {
        Optional<String> name = json.required("name", NAME);
        Optional<Channel> channel = json.required("channel", CHANNEL);
        Optional<String> template = json.required("base_template", TEMPLATE);
        Optional<Instant> scheduledAt = json.optional("scheduled_at", schedule);
        Optional<Audience> audience = json.optional("audience", AUDIENCE);
        CampaignTerms terms = terms(json);
        json.end();
        return new CampaignDraft(
                name.orElseThrow(), channel.orElseThrow(), template.orElseThrow(), scheduledAt, audience, terms);
    }

    private static CampaignTerms terms(JsonBody json) {
        Optional<Instant> sendBefore = json.optional("send_before", INSTANT);
        boolean ignoreQuietHours =
                json.given("ignore_quiet_hours", JsonTypes.bool()).orElse(false);
        Optional<ProviderTemplate> providerTemplate = json.optional("provider_template", PROVIDER_TEMPLATE)
                .flatMap(given -> {
                    Optional<ProviderTemplate> template = given.appliedTo(Optional.empty());
                    if (template.isEmpty()) {
                        json.refuse("provider_template.name", "is required");
                    }
                    return template;
                });
        return new CampaignTerms(sendBefore, ignoreQuietHours, providerTemplate);
    }

    private ResponseEntity<Campaign> get(ApiRequest request) {
        return ResponseEntity.ok(campaigns.get(request.id()));
    }

    private ResponseEntity<Campaign> patch(ApiRequest request) throws HttpMediaTypeNotSupportedException {
        long campaign = request.id();
        CampaignChanges changes = changes(request.body().mergePatch());
        return ResponseEntity.ok(campaigns.patch(campaign, changes));
    }

    private CampaignChanges changes(JsonBody json) {
        CampaignChanges changes = new CampaignChanges(
                json.given("name", NAME),
                json.given("channel", CHANNEL),
                json.given("base_template", TEMPLATE),
                json.change("scheduled_at", schedule),
                json.change("audience", AUDIENCE),
                new TermChanges(
                        json.change("send_before", INSTANT),
                        json.given("ignore_quiet_hours", JsonTypes.bool()),
                        json.change("provider_template", PROVIDER_TEMPLATE)));
        json.end();
        return changes;
    }

    private ResponseEntity<Void> delete(ApiRequest request) {
        delete.delete(request.id());
        return ResponseEntity.noContent().build();
    }
}
