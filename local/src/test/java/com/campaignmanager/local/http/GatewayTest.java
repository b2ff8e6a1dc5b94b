package com.campaignmanager.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.campaignmanager.local.lambda.Function;
import com.campaignmanager.local.lambda.LastCall;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpFront front = HttpFront.open(0);
    private final AtomicReference<JsonNode> event = new AtomicReference<>();
    private volatile String answer = "{\"statusCode\":200}";

    @BeforeEach
    void serve() {
        Clock clock = Clock.systemUTC();
        Function function = new Function(
                "test",
                (input, output, context) -> {
                    event.set(JSON.readTree(input));
                    if (answer.isEmpty()) {
                        throw new IllegalStateException("a bug");
                    }
                    output.write(answer.getBytes(StandardCharsets.UTF_8));
                },
                Duration.ofSeconds(30),
                new LastCall(clock));
        front.serve("/", new Gateway(function, clock));
        front.start();
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void the_event_holds_path_and_query_as_they_were_sent() {
        send(request("/campaigns/7%20a?channel=sms&status=a%2Cb&status=c+d&flag&channel"));
        assertThat(at("/rawPath")).isEqualTo("/campaigns/7%20a");
        assertThat(at("/rawQueryString")).isEqualTo("channel=sms&status=a%2Cb&status=c+d&flag&channel");
        assertThat(at("/queryStringParameters/channel")).isEqualTo("sms,");
        assertThat(at("/queryStringParameters/status")).isEqualTo("a,b,c d");
        assertThat(event.get().at("/queryStringParameters/flag").isTextual()).isTrue();
        assertThat(at("/requestContext/http/method")).isEqualTo("GET");
        assertThat(at("/requestContext/http/path")).isEqualTo("/campaigns/7%20a");
        assertThat(at("/requestContext/http/protocol")).isEqualTo("HTTP/1.1");
        assertThat(at("/requestContext/http/sourceIp")).isEqualTo("127.0.0.1");
        assertThat(at("/requestContext/requestId")).isNotEmpty();
        assertThat(event.get().at("/requestContext/timeEpoch").asLong()).isPositive();
        assertThat(at("/version")).isEqualTo("2.0");
        assertThat(at("/routeKey")).isEqualTo("$default");
    }

    @Test
    void headers_are_lower_case_and_joined_and_cookies_stand_apart() {
        send(request("/")
                .header("X-Tag", "one")
                .header("X-Tag", "two")
                .header("User-Agent", "test/1")
                .header("Cookie", "a=1; b=2"));
        assertThat(at("/headers/x-tag")).isEqualTo("one,two");
        assertThat(at("/requestContext/http/userAgent")).isEqualTo("test/1");
        assertThat(event.get().at("/headers").has("cookie")).isFalse();
        assertThat(event.get().at("/cookies").toString()).isEqualTo("[\"a=1\",\"b=2\"]");
    }

    @Test
    void json_goes_as_text() {
        String body = "{\"name\":\"Müller 😀\"}";
        send(request("/campaigns").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
        assertThat(at("/body")).isEqualTo(body);
        assertThat(event.get().at("/isBase64Encoded").asBoolean()).isFalse();
    }

    @Test
    void bytes_that_are_no_utf_8_go_in_base64() {
        byte[] latin1 = "phone\nM\u00fcller".getBytes(StandardCharsets.ISO_8859_1);
        send(request("/customers/import").header("Content-Type", "text/csv").POST(BodyPublishers.ofByteArray(latin1)));
        assertThat(event.get().at("/isBase64Encoded").asBoolean()).isTrue();
        assertThat(Base64.getDecoder().decode(at("/body"))).isEqualTo(latin1);
    }

    @Test
    void anything_but_text_goes_in_base64() {
        send(request("/").header("Content-Type", "application/octet-stream").POST(BodyPublishers.ofString("abc")));
        assertThat(at("/body")).isEqualTo("YWJj");
    }

    @Test
    void an_answer_brings_status_headers_cookies_and_body() {
        answer = """
                {"statusCode":201,"headers":{"Content-Type":"application/json; charset=utf-8","Location":"/campaigns/1"},
                 "multiValueHeaders":{"Link":["<a>; rel=next","<b>; rel=prev"]},"cookies":["a=1","b=2"],"body":"{\\"x\\":\\"ü\\"}"}""";
        HttpResponse<String> response = send(request("/campaigns"));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("{\"x\":\"ü\"}");
        assertThat(response.headers().firstValue("Location")).contains("/campaigns/1");
        assertThat(response.headers().allValues("Link")).containsExactly("<a>; rel=next", "<b>; rel=prev");
        assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void a_body_in_base64_is_decoded() {
        answer = "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"YWJj\"}";
        assertThat(send(request("/")).body()).isEqualTo("abc");
    }

    @Test
    void an_answer_without_a_status_is_the_body() {
        answer = "{\"hello\":1}";
        HttpResponse<String> response = send(request("/"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(answer);
    }

    @Test
    void no_content_has_no_body() {
        answer = "{\"statusCode\":204}";
        assertThat(send(request("/").DELETE()).statusCode()).isEqualTo(204);
    }

    @Test
    void a_function_that_fails_is_an_internal_server_error() {
        answer = "";
        HttpResponse<String> response = send(request("/"));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }

    @Test
    void an_answer_that_can_not_be_read_is_an_internal_server_error() {
        answer = "{\"statusCode\":";
        assertThat(send(request("/")).statusCode()).isEqualTo(500);
    }

    @Test
    void more_than_lambda_takes_is_refused_before_the_function() {
        byte[] large = new byte[Gateway.MAX_PAYLOAD_BYTES];
        Arrays.fill(large, (byte) 'a');
        HttpResponse<String> response = send(request("/customers/import")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofByteArray(large)));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
        assertThat(event.get()).isNull();
    }

    @Test
    void a_request_is_logged_without_query_and_without_a_whole_phone_number() {
        Logger logger = (Logger) LoggerFactory.getLogger(Gateway.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.DEBUG);
        try {
            send(request("/customers/+254712345678?phone=%2B254712345678"));
        } finally {
            logger.setLevel(null);
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("200 GET /customers/…5678");
    }

    private String at(String pointer) {
        return event.get().at(pointer).asText();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(front.url() + target));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
