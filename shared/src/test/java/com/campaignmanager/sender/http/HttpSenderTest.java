package com.campaignmanager.sender.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.content.Content;
import com.campaignmanager.secret.Secret;
import com.campaignmanager.secret.Secrets;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ErrorEffect;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.sender.SendResult.Accepted;
import com.campaignmanager.sender.SendResult.Refused;
import com.campaignmanager.settings.SenderSettings.Http;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSenderTest {
    private static final Duration AMPLE = Duration.ofSeconds(30);
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
                    .doesNotContainKeys("authorization", "upgrade", "expect", "accept-encoding", "cookie");
            JsonNode body = new ObjectMapper().readTree(request.body());
            assertThat(body.toString())
                    .isEqualTo(
                            "{\"message_id\":7,\"campaign_id\":3,\"channel\":\"sms\",\"phone\":\"+254712345678\",\"content\":\"Hi \\\"Zoë\\\" \uD83C\uDF89\\n\"}");
        }
    }

    @Test
    void a_token_goes_out_as_a_bearer_token() throws IOException {
        try (Gateway gateway = Gateway.answering("200 OK", "{}")) {
            sender(gateway, Optional.of("s3cret"), "/id", "/message").send(MESSAGE);
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
                "200 OK|{\"id\":1e999999999}|1e999999999",
                "200 OK|{\"id\":1.50}|1.50",
                "202 Accepted|{\"id\":\" a\\u0000b\\ud800 \"}|a b",
                "200 OK|{\"id\":null}|",
                "200 OK|{\"id\":{\"x\":1}}|",
                "200 OK|{\"id\":\"\"}|",
                "200 OK|{\"class\":\"splendid\",\"id\":\"SM1\"}|SM1",
                "204 No Content|``|",
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

    @Test
    void an_endless_id_is_cut() throws IOException {
        try (Gateway gateway = Gateway.answering("200 OK", "{\"id\":" + "1".repeat(900) + "}")) {
            assertThat(send(gateway)).isEqualTo(new Accepted(Optional.of("1".repeat(500))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "300, ACCOUNT", "301, ACCOUNT", "307, ACCOUNT", "400, RECIPIENT", "401, ACCOUNT", "402, ACCOUNT",
        "403, ACCOUNT", "404, ACCOUNT", "405, ACCOUNT", "406, RECIPIENT", "408, TRANSIENT", "409, TRANSIENT",
        "413, RECIPIENT", "422, RECIPIENT", "425, TRANSIENT", "429, THROTTLE", "451, RECIPIENT", "500, AMBIGUOUS",
        "501, AMBIGUOUS", "502, AMBIGUOUS", "503, TRANSIENT", "504, AMBIGUOUS", "599, AMBIGUOUS"
    })
    void a_status_alone_decides_the_error_class(int status, ErrorClass errorClass) throws IOException {
        try (Gateway gateway = Gateway.answering(status + " x\r\nLocation: /elsewhere", "<html>")) {
            assertThat(send(gateway)).isEqualTo(SendResult.refused(errorClass, "the gateway answered " + status));
            assertThat(gateway.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 429, 500, 503})
    void a_gateway_may_say_the_error_class_itself_whatever_its_status(int status) throws IOException {
        String body = "{\"class\":\"content\",\"code\":30007,\"message\":\"filtered\"}";
        try (Gateway gateway = Gateway.answering(status + " x", body)) {
            assertThat(send(gateway)).isEqualTo(refused(ErrorClass.CONTENT, Optional.of("30007"), "filtered"));
        }
    }

    @Test
    void id_and_reason_are_found_where_the_settings_say_and_else_in_their_usual_place() throws IOException {
        String elsewhere = "{\"messages\":[{\"id\":\"m-1\"}],\"error\":{\"text\":\"bad number\"}}";
        String usual = "{\"id\":\"m-2\",\"message\":\"no such number\"}";
        assertThat(sentWithPaths("200 OK", elsewhere)).isEqualTo(new Accepted(Optional.of("m-1")));
        assertThat(sentWithPaths("200 OK", usual)).isEqualTo(new Accepted(Optional.of("m-2")));
        assertThat(sentWithPaths("400 No", elsewhere))
                .isEqualTo(SendResult.refused(ErrorClass.RECIPIENT, "bad number"));
        assertThat(sentWithPaths("400 No", usual))
                .isEqualTo(SendResult.refused(ErrorClass.RECIPIENT, "no such number"));
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
                "0000000000000000000000060|PT1M",
                "Sun, 01 Mar 2026 12:02:00 GMT|PT2M",
                "Sun, 01 Mar 2026 11:00:00 GMT|PT0S",
                "Sun, 01 Mar 2099 11:00:00 GMT|PT24H",
                "86399|PT23H59M59S",
                "86401|PT24H",
                "999999999|PT24H",
                "99999999999999999999|PT24H",
                "-5|",
                "1.5|",
                "soon|"
            })
    void the_gateways_wish_when_to_try_again_is_heard(String value, Duration wait) throws IOException {
        try (Gateway gateway = Gateway.answering("429 Too Many Requests\r\nRetry-After: " + value, "")) {
            assertThat(send(gateway))
                    .isEqualTo(new Refused(
                            ProviderError.of(ErrorClass.THROTTLE, "the gateway answered 429"),
                            Optional.ofNullable(wait)));
        }
    }

    @Test
    void a_request_that_did_not_go_out_is_transient() {
        // Nothing listens on port 1, which the system gives to nobody.
        Http settings = settings("http://127.0.0.1:1", Optional.empty(), "/id", "/message");
        assertThat(new HttpSender(settings, NO_SECRETS, CLOCK).send(MESSAGE))
                .isEqualTo(SendResult.refused(ErrorClass.TRANSIENT, "the connection was refused"));
    }

    @Test
    void a_request_without_an_answer_is_ambiguous() throws IOException {
        try (Gateway gateway = Gateway.cutting()) {
            assertThat(send(gateway))
                    .isEqualTo(SendResult.refused(ErrorClass.AMBIGUOUS, "the connection broke before an answer came"));
        }
    }

    private static SendResult sentWithPaths(String head, String body) throws IOException {
        try (Gateway gateway = Gateway.answering(head, body)) {
            return sender(gateway, Optional.empty(), "/messages/0/id", "/error/text")
                    .send(MESSAGE);
        }
    }

    private static Refused refused(ErrorClass errorClass, Optional<String> code, String reason) {
        return new Refused(new ProviderError(errorClass, code, reason, ErrorEffect.NONE), Optional.empty());
    }

    private static SendResult send(Gateway gateway) {
        return sender(gateway, Optional.empty(), "/id", "/message").send(MESSAGE);
    }

    private static MessageSender sender(Gateway gateway, Optional<String> token, String idPath, String reasonPath) {
        return new HttpSender(settings(gateway.url(), token, idPath, reasonPath), NO_SECRETS, CLOCK);
    }

    private static Http settings(String url, Optional<String> token, String idPath, String reasonPath) {
        return new Http(
                url, token.map(Secret.Given::new), AMPLE, JsonPointer.compile(idPath), JsonPointer.compile(reasonPath));
    }
}
