package com.campaignmanager.api;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.campaign.CampaignRules;
import com.campaignmanager.campaign.PreviewMessage;
import com.campaignmanager.campaign.PreviewMessage.Preview;
import com.campaignmanager.campaign.RetryCampaign;
import com.campaignmanager.campaign.SendCampaign;
import com.campaignmanager.campaign.SendReceipt;
import com.campaignmanager.content.SmsSegments;
import com.campaignmanager.message.FailureKind;
import com.campaignmanager.message.MessageList;
import com.campaignmanager.message.MessageStatus;
import com.campaignmanager.message.OutboundMessage;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.wire.WireName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** {@code /campaigns/{id}/…}: what is done with a campaign, and its messages. */
final class SendController implements Controller {
    private static final String CAMPAIGN = "/campaigns/{id}";
    private static final JsonType<String> TEMPLATE = JsonTypes.text(CampaignRules::templateRefusal);
    private static final JsonType<List<FailureKind>> KINDS = JsonTypes.listOf(JsonTypes.word(
            word -> FailureKind.of(word).filter(FailureKind::isRetryable), "transient, permanent or uncertain"));
    private static final JsonType<List<ErrorClass>> CLASSES = JsonTypes.listOf(JsonTypes.word(
            word -> WireName.of(ErrorClass.class, word),
            "recipient, content, account, throttle, transient or ambiguous"));

    private final SendCampaign send;
    private final RetryCampaign retry;
    private final PreviewMessage preview;
    private final MessageList messages;

    SendController(SendCampaign send, RetryCampaign retry, PreviewMessage preview, MessageList messages) {
        this.send = send;
        this.retry = retry;
        this.preview = preview;
        this.messages = messages;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(CAMPAIGN + "/send", this::send),
                Route.post(CAMPAIGN + "/retry", this::retry),
                Route.post(CAMPAIGN + "/personalized-preview", this::preview),
                Route.get(CAMPAIGN + "/messages", this::messages).paged().withParameters("status"));
    }

    private ResponseEntity<SendReceipt> send(ApiRequest request) throws HttpMediaTypeNotSupportedException {
        long campaign = request.id();
        return ResponseEntity.accepted()
                .body(send.send(campaign, audience(request.body().jsonIfAny())));
    }

    private static Optional<Audience> audience(JsonBody json) {
        Optional<Audience> customers =
                json.given("customer_ids", JsonTypes.ids()).map(Audience.Customers::new);
        Optional<Audience> audience = json.given("audience", new AudienceType());
        if (json.has("customer_ids") && json.has("audience")) {
            json.refuse("audience", "must not come together with customer_ids");
        }
        json.end();
        return customers.or(() -> audience);
    }

    private ResponseEntity<SendReceipt> retry(ApiRequest request) throws HttpMediaTypeNotSupportedException {
        long campaign = request.id();
        JsonBody json = request.body().jsonIfAny();
        Set<FailureKind> kinds =
                json.given("kinds", KINDS).map(Set::copyOf).orElseGet(() -> Set.copyOf(FailureKind.retryable()));
        Set<ErrorClass> classes =
                json.given("classes", CLASSES).map(Set::copyOf).orElse(Set.of());
        json.end();
        return ResponseEntity.accepted().body(retry.retry(campaign, kinds, classes));
    }

    record PreviewedCustomer(long id, String firstName) {}

    record PreviewedSegments(String encoding, int units, int count) {}

    record PreviewView(
            String renderedMessage, String usedTemplate, PreviewedCustomer customer, PreviewedSegments segments) {}

    private ResponseEntity<PreviewView> preview(ApiRequest request) throws HttpMediaTypeNotSupportedException {
        long campaign = request.id();
        JsonBody json = request.body().json();
        Optional<Long> customer = json.required("customer_id", JsonTypes.id());
        Optional<String> override = json.optional("override_template", TEMPLATE);
        json.end();
        return ResponseEntity.ok(view(preview.preview(campaign, customer.orElseThrow(), override)));
    }

    private static PreviewView view(Preview preview) {
        SmsSegments segments = preview.segments();
        return new PreviewView(
                preview.message(),
                preview.template(),
                new PreviewedCustomer(
                        preview.customer().id(), preview.customer().firstName()),
                new PreviewedSegments(segments.encoding().wireName(), segments.units(), segments.count()));
    }

    private ResponseEntity<Lists.PageView<OutboundMessage>> messages(ApiRequest request) {
        Query query = request.query();
        long campaign = request.id();
        Optional<MessageStatus> status = query.filter("status", MessageStatus::of, "pending, sent or failed");
        PageRequest page = query.page();
        query.end();
        return Lists.answer(messages.read(campaign, status, page), "/campaigns/" + campaign + "/messages", query);
    }
}
