package com.campaignmanager.sender;

import com.campaignmanager.secret.Secrets;
import com.campaignmanager.settings.Settings.SenderSettings.Http;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A bridge to any gateway that takes a JSON POST. What the answer's status means is in {@link HttpAnswer}. Where no
 * status came, the failure is transient if the request surely did not go out (a refused connection, say) and uncertain
 * otherwise (a cut connection, a time-out).
 */
public final class HttpSender implements MessageSender {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NO_BODY = {};

    private final Http settings;
    private final Secrets secrets;
    private final Clock clock;
    private final HttpConnections connections;
    private final HttpRequest.Builder request;

    public HttpSender(Http settings, Secrets secrets, Clock clock) {
        this.settings = settings;
        this.secrets = secrets;
        this.clock = clock;
        this.connections = new HttpConnections(settings.timeout(), clock);
        this.request = HttpRequest.newBuilder(URI.create(settings.url()))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
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
        HttpExchange exchange = new HttpExchange(body(message));
        HttpRequest.Builder post = request.copy()
                .header("Idempotency-Key", message.idempotencyKey().toString())
                .POST(exchange);
        settings.token().ifPresent(token -> post.header("Authorization", "Bearer " + secrets.valueOf(token)));
        CompletableFuture<HttpResponse<byte[]>> call = connections.client().sendAsync(post.build(), exchange);
        try {
            // Not HttpRequest's own time-out: that one ends when the head of the answer has come.
            HttpResponse<byte[]> response = call.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return new HttpAnswer(response.statusCode(), response.headers(), response.body()).result(clock);
        } catch (ExecutionException e) {
            return withoutBody(exchange, "no answer: " + description(e.getCause()));
        } catch (TimeoutException e) {
            call.cancel(true);
            return withoutBody(
                    exchange, "no answer within " + settings.timeout().toMillis() + " ms");
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return withoutBody(exchange, "interrupted while sending");
        }
    }

    private SendResult withoutBody(HttpExchange exchange, String reason) {
        return exchange.head()
                .map(head -> new HttpAnswer(head.statusCode(), head.headers(), NO_BODY).result(clock))
                .orElseGet(() ->
                        SendResult.refused(exchange.withdraw() ? ErrorClass.TRANSIENT : ErrorClass.AMBIGUOUS, reason));
    }

    private static String description(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : ForeignText.cleaned(name + ": " + cause.getMessage());
    }

    private static byte[] body(Outgoing message) {
        try {
            return JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("message_id", message.messageId())
                    .put("campaign_id", message.campaignId())
                    .put("channel", message.channel().wireName())
                    .put("phone", message.phone())
                    .put("content", message.content().text()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the content of " + message + " can't be written as JSON", e);
        }
    }
}
