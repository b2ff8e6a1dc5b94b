package com.campaignmanager.sender.http;

import com.campaignmanager.secret.Secret;
import com.campaignmanager.secret.Secrets;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.settings.SenderSettings.Http;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * A bridge to any gateway that takes a JSON POST. What an answer means is in {@link BridgeAnswer}. Where none came, the
 * failure is transient if the request surely did not go out (a refused connection, say) and ambiguous otherwise (a cut
 * connection, a time-out).
 */
public final class HttpSender implements MessageSender {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Header JSON_CONTENT = new BasicHeader("Content-Type", "application/json");
    private static final Header JSON_ACCEPTED = new BasicHeader("Accept", "application/json");

    private final HttpPoster poster;
    private final Optional<Secret> token;
    private final Secrets secrets;
    private final BridgeAnswer answers;

    /**
     * @param secrets has the token's value by the time of the first send
     * @param clock tells how far away a date in {@code Retry-After} is, and how old a connection is
     */
    public HttpSender(Http settings, Secrets secrets, Clock clock) {
        this.token = settings.token();
        this.secrets = secrets;
        this.poster = new HttpPoster(URI.create(settings.url()), settings.timeout(), clock);
        this.answers = new BridgeAnswer(settings.idPath(), settings.reasonPath(), clock);
    }

    @Override
    public String provider(Channel channel) {
        return "http";
    }

    @Override
    public boolean takesIdempotencyKeys() {
        return true;
    }

    @Override
    public SendResult send(Outgoing message) {
        return switch (poster.post(headers(message), body(message))) {
            case HttpOutcome.Answered answered -> answers.result(answered.answer());
            case HttpOutcome.NotSent notSent -> SendResult.refused(ErrorClass.TRANSIENT, notSent.reason());
            case HttpOutcome.Unknown unknown -> SendResult.refused(ErrorClass.AMBIGUOUS, unknown.reason());
        };
    }

    private List<Header> headers(Outgoing message) {
        List<Header> headers = new ArrayList<>();
        headers.add(JSON_CONTENT);
        headers.add(JSON_ACCEPTED);
        headers.add(new BasicHeader("Idempotency-Key", message.idempotencyKey()));
        token.ifPresent(secret -> headers.add(new BasicHeader("Authorization", "Bearer " + secrets.valueOf(secret))));
        return headers;
    }

    private static byte[] body(Outgoing message) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeNumberField("message_id", message.messageId());
            json.writeNumberField("campaign_id", message.campaignId());
            json.writeStringField("channel", message.channel().wireName());
            json.writeStringField("phone", message.phone());
            json.writeStringField("content", message.content().text());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(message + " can't be written as JSON", e);
        }
        return body.toByteArray();
    }
}
