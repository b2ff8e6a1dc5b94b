package com.campaignmanager.sender;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.content.Content;
import com.campaignmanager.embedded.ManualClock;
import com.campaignmanager.secret.Secret;
import com.campaignmanager.secret.Secrets;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.SendResult.Accepted;
import com.campaignmanager.settings.Settings.SenderSettings.Http;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSenderTest {
    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final Outgoing MESSAGE = new Outgoing(
            7,
            3,
            Channel.SMS,
            "+254712345678",
            new Content.Text("Hi \"Zoë\" \uD83C\uDF89\n"),
            UUID.fromString("5b1f1e0e-7a3f-4a39-9c53-0d6ad4c0a001"),
            1);

    private static final Secrets NO_SECRETS = Secrets.of(List.of(), CLOCK);

    @Test
    void a_message_goes_out_as_json_with_its_idempotency_key() throws IOException {
        try (Gateway gateway = Gateway.answering("202 Accepted", "{}")) {
            send(gateway);
            Gateway.Request request = gateway.requests().getFirst();
            assertThat(request.head()).isEqualTo("POST /send HTTP/1.1");
            assertThat(request.headers())
                    .containsEntry("idempotency-key", "5b1f1e0e-7a3f-4a39-9c53-0d6ad4c0a001")
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKeys("authorization", "upgrade", "expect");
            JsonNode body = new ObjectMapper().readTree(request.body());
            assertThat(body.toString())
                    .isEqualTo(
                            "{\"message_id\":7,\"campaign_id\":3,\"channel\":\"sms\",\"phone\":\"+254712345678\",\"content\":\"Hi \\\"Zoë\\\" \uD83C\uDF89\\n\"}");
        }
    }

    @Test
    void a_token_goes_out_as_a_bearer_token() throws IOException {
        try (Gateway gateway = Gateway.answering("200 OK", "{}")) {
            new HttpSender(new Http(gateway.url(), Optional.of(new Secret.Given("s3cret")), AMPLE), NO_SECRETS, CLOCK)
                    .send(MESSAGE);
            assertThat(gateway.requests().getFirst().headers()).containsEntry("authorization", "Bearer s3cret");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 OK|{\"id\":\"SM1\"}|SM1",
                "201 Created|{\"id\":12345678901234567890}|12345678901234567890",
                "202 Accepted|{\"id\":\" a\\u0000b\\ud800 \"}|a b",
                "200 OK|{\"id\":null}|",
                "200 OK|{\"id\":{\"x\":1}}|",
                "200 OK|{\"id\":\"\"}|",
                "200 OK|[1]|",
                "200 OK|OK|",
                "200 OK|{\"id\":|",
                "200 OK|``|"
            })
    void any_2xx_is_accepted_with_the_id_if_there_is_one(String head, String body, String id) throws IOException {
        try (Gateway gateway = Gateway.answering(head, body)) {
            assertThat(send(gateway)).isEqualTo(new Accepted(Optional.ofNullable(id)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 503})
    void some_statuses_are_transient(int status) throws IOException {
        try (Gateway gateway = Gateway.answering(status + " x", "{\"message\":\"slow down\"}")) {
            assertThat(send(gateway)).isEqualTo(SendResult.refused(ErrorClass.TRANSIENT, "slow down"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 504, 505, 599})
    void other_5xx_are_uncertain(int status) throws IOException {
        try (Gateway gateway = Gateway.answering(status + " x", "<html>")) {
            assertThat(send(gateway))
                    .isEqualTo(SendResult.refused(ErrorClass.AMBIGUOUS, "the gateway answered " + status));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 413, 422, 451, 301, 307, 308})
    void other_4xx_and_redirects_are_permanent(int status) throws IOException {
        try (Gateway gateway =
                Gateway.answering(status + " x\r\nLocation: /elsewhere", "{\"message\":\"bad number\"}")) {
            assertThat(send(gateway)).isEqualTo(SendResult.refused(ErrorClass.RECIPIENT, "bad number"));
            assertThat(gateway.requests()).hasSize(1);
        }
    }

    @Test
    void a_reason_is_cut_and_cleaned() throws IOException {
        String message = "\\u0000\\ud83c" + "\uD83C\uDF89".repeat(600);
        try (Gateway gateway = Gateway.answering("400 Bad Request", "{\"message\":\"" + message + "\"}")) {
            assertThat(send(gateway)).isEqualTo(SendResult.refused(ErrorClass.RECIPIENT, "\uD83C\uDF89".repeat(498)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7|PT7S",
                "0|PT0S",
                "Sun, 01 Mar 2026 12:02:00 GMT|PT2M",
                "Sun, 01 Mar 2026 11:00:00 GMT|PT0S",
                "999999999|PT24H",
                "-5|",
                "soon|"
            })
    void the_gateways_wish_when_to_try_again_is_heard(String value, Duration wait) throws IOException {
        try (Gateway gateway = Gateway.answering("429 Too Many Requests\r\nRetry-After: " + value, "")) {
            assertThat(send(gateway))
                    .isEqualTo(new SendResult.Refused(
                            ProviderError.of(ErrorClass.TRANSIENT, "the gateway answered 429"),
                            Optional.ofNullable(wait)));
        }
    }

    @Test
    void a_refused_connection_is_transient() {
        // Nothing listens on port 1, which the system gives to nobody.
        assertThat(errorClass(sender("http://127.0.0.1:1", AMPLE).send(MESSAGE)))
                .isEqualTo(ErrorClass.TRANSIENT);
    }

    @Test
    void a_host_without_an_address_is_transient() {
        assertThat(errorClass(sender("http://nowhere.invalid/", AMPLE).send(MESSAGE)))
                .isEqualTo(ErrorClass.TRANSIENT);
    }

    @Test
    void a_tls_handshake_that_fails_is_transient() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 no TLS here\r\n\r\n".getBytes());
                } catch (IOException e) {
                    // the test is over
                }
            });
            String url = "https://127.0.0.1:" + server.getLocalPort();
            assertThat(errorClass(sender(url, AMPLE).send(MESSAGE))).isEqualTo(ErrorClass.TRANSIENT);
        }
    }

    @Test
    void a_connection_cut_after_the_request_is_uncertain_and_nothing_is_sent_twice() throws IOException {
        try (Gateway gateway = Gateway.cutting()) {
            assertThat(errorClass(send(gateway))).isEqualTo(ErrorClass.AMBIGUOUS);
            assertThat(gateway.requests()).hasSize(1);
            assertThat(gateway.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_kept_connection_that_is_cut_is_uncertain_and_nothing_is_sent_twice() throws IOException {
        AtomicBoolean first = new AtomicBoolean(true);
        try (Gateway gateway = Gateway.doing((socket, in) -> {
            if (first.getAndSet(false)) {
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes());
            } else {
                socket.close();
            }
        })) {
            MessageSender sender = sender(gateway.url(), AMPLE);
            assertThat(sender.send(MESSAGE)).isInstanceOf(Accepted.class);
            assertThat(errorClass(sender.send(MESSAGE))).isEqualTo(ErrorClass.AMBIGUOUS);
            assertThat(gateway.requests()).hasSize(2);
            assertThat(gateway.connections()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_that_never_comes_is_uncertain() throws IOException {
        try (Gateway gateway = Gateway.hanging()) {
            assertThat(sender(gateway.url(), SHORT).send(MESSAGE))
                    .isEqualTo(SendResult.refused(ErrorClass.AMBIGUOUS, "no answer within 300 ms"));
        }
    }

    @Test
    void an_answer_that_is_no_http_is_uncertain() throws IOException {
        try (Gateway gateway = Gateway.raw("220 mail.example.com ESMTP\r\n\r\n")) {
            assertThat(errorClass(send(gateway))).isEqualTo(ErrorClass.AMBIGUOUS);
        }
    }

    @Test
    void a_status_decides_though_its_body_hangs() throws IOException {
        try (Gateway gateway = Gateway.raw("HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{\"id\":")) {
            assertThat(sender(gateway.url(), SHORT).send(MESSAGE)).isEqualTo(new Accepted(Optional.empty()));
        }
    }

    @Test
    void a_status_decides_though_its_body_is_too_long() throws IOException {
        try (Gateway gateway = Gateway.answering("400 Bad Request", "x".repeat(10_000_000))) {
            assertThat(send(gateway)).isEqualTo(SendResult.refused(ErrorClass.RECIPIENT, "the gateway answered 400"));
        }
    }

    @Test
    void connections_are_reused_but_not_after_a_pause() throws IOException {
        ManualClock clock = new ManualClock();
        try (Gateway gateway = Gateway.answering("200 OK", "{}")) {
            MessageSender sender = new HttpSender(new Http(gateway.url(), Optional.empty(), AMPLE), NO_SECRETS, clock);
            sender.send(MESSAGE);
            clock.advance(Duration.ofSeconds(3));
            sender.send(MESSAGE);
            assertThat(gateway.connections()).isEqualTo(1);
            clock.advance(Duration.ofMinutes(1));
            sender.send(MESSAGE);
            assertThat(gateway.connections()).isEqualTo(2);
        }
    }

    private static ErrorClass errorClass(SendResult result) {
        return ((SendResult.Refused) result).error().errorClass();
    }

    private static SendResult send(Gateway gateway) {
        return sender(gateway.url(), AMPLE).send(MESSAGE);
    }

    private static MessageSender sender(String url, Duration timeout) {
        return Senders.of(new Http(url, Optional.empty(), timeout), NO_SECRETS, CLOCK);
    }
}
