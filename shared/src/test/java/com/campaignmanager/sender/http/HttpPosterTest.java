package com.campaignmanager.sender.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.ManualClock;
import com.campaignmanager.testing.Certificate;
import com.campaignmanager.testing.TlsFront;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpPosterTest {
    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final byte[] BODY = "{\"message_id\":7}".getBytes(UTF_8);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    @Test
    void a_refused_connection_is_a_request_not_sent() {
        // Nothing listens on port 1, which the system gives to nobody.
        assertThat(post("http://127.0.0.1:1/", AMPLE)).isEqualTo(new HttpOutcome.NotSent("the connection was refused"));
    }

    @Test
    void a_host_without_an_address_is_a_request_not_sent() {
        assertThat(post("http://nowhere.invalid/", AMPLE))
                .isEqualTo(new HttpOutcome.NotSent("the host has no address"));
    }

    @Test
    void a_tls_handshake_that_fails_is_a_request_not_sent() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var socket = server.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 no TLS here\r\n\r\n".getBytes(UTF_8));
                } catch (IOException e) {
                    // the test is over
                }
            });
            assertThat(post("https://127.0.0.1:" + server.getLocalPort(), AMPLE))
                    .isEqualTo(new HttpOutcome.NotSent("no secure connection could be made"));
        }
    }

    @Test
    void a_tls_handshake_that_hangs_is_a_request_not_sent() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(post("https://127.0.0.1:" + server.getLocalPort(), SHORT))
                    .isEqualTo(new HttpOutcome.NotSent("no connection within 500 ms"));
        }
    }

    @Test
    void a_trusted_certificate_for_the_host_is_talked_to_and_its_connection_kept(@TempDir Path directory)
            throws Exception {
        Certificate certificate = Certificate.create(directory, "gateway");
        try (Gateway gateway = Gateway.raw(OK);
                TlsFront front = TlsFront.open(certificate, gateway.port())) {
            HttpPoster poster = poster("https://127.0.0.1:" + front.port(), AMPLE, trusting(certificate));
            assertAnswered(poster.post(List.of(), BODY), 200);
            assertAnswered(poster.post(List.of(), BODY), 200);
            assertThat(gateway.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_certificate_for_another_host_or_of_a_stranger_is_not_talked_to(@TempDir Path directory) throws Exception {
        Certificate certificate = Certificate.create(directory, "gateway");
        HttpOutcome refused = new HttpOutcome.NotSent("the host's certificate was not accepted");
        try (Gateway gateway = Gateway.raw(OK);
                TlsFront front = TlsFront.open(certificate, gateway.port())) {
            String byName = "https://localhost:" + front.port();
            assertThat(poster(byName, AMPLE, trusting(certificate)).post(List.of(), BODY))
                    .isEqualTo(refused);
            assertThat(post("https://127.0.0.1:" + front.port(), AMPLE)).isEqualTo(refused);
            assertThat(gateway.requests()).isEmpty();
        }
    }

    @Test
    void a_connection_cut_after_the_request_leaves_its_fate_unknown_and_nothing_is_sent_twice() throws IOException {
        try (Gateway gateway = Gateway.cutting()) {
            assertThat(post(gateway.url(), AMPLE))
                    .isEqualTo(new HttpOutcome.Unknown("the connection broke before an answer came"));
            assertThat(gateway.requests()).hasSize(1);
            assertThat(gateway.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_kept_connection_cut_after_the_request_leaves_its_fate_unknown_and_nothing_is_sent_twice()
            throws IOException {
        AtomicBoolean first = new AtomicBoolean(true);
        try (Gateway gateway = Gateway.doing((socket, in) -> {
            if (first.getAndSet(false)) {
                write(socket.getOutputStream(), OK);
            } else {
                socket.close();
            }
        })) {
            HttpPoster poster = poster(gateway.url(), AMPLE);
            assertAnswered(poster.post(List.of(), BODY), 200);
            assertThat(poster.post(List.of(), BODY)).isInstanceOf(HttpOutcome.Unknown.class);
            assertThat(gateway.requests()).hasSize(2);
            assertThat(gateway.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_kept_connection_that_the_other_side_has_closed_is_not_used() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (Gateway gateway = Gateway.doing((socket, in) -> {
            write(socket.getOutputStream(), OK);
            socket.close();
            closed.countDown();
        })) {
            HttpPoster poster = poster(gateway.url(), AMPLE);
            assertAnswered(poster.post(List.of(), BODY), 200);
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
            assertAnswered(poster.post(List.of(), BODY), 200);
            assertThat(gateway.connections()).isEqualTo(2);
        }
    }

    @Test
    void an_answer_that_nobody_asked_for_is_never_taken_for_the_next_requests() throws IOException {
        String farewell = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n";
        try (Gateway gateway = Gateway.raw(OK + farewell)) {
            HttpPoster poster = poster(gateway.url(), AMPLE);
            assertAnswered(poster.post(List.of(), BODY), 200);
            assertAnswered(poster.post(List.of(), BODY), 200);
            assertThat(gateway.connections()).isEqualTo(2);
        }
    }

    @Test
    void an_answer_that_never_comes_leaves_the_fate_unknown() throws IOException {
        try (Gateway gateway = Gateway.hanging()) {
            assertThat(post(gateway.url(), SHORT)).isEqualTo(new HttpOutcome.Unknown("no answer within 500 ms"));
        }
    }

    @Test
    void a_head_that_drips_in_ends_with_the_time_out() throws IOException {
        try (Gateway gateway =
                Gateway.doing((socket, in) -> drip(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nX: "))) {
            assertThat(post(gateway.url(), SHORT)).isEqualTo(new HttpOutcome.Unknown("no answer within 500 ms"));
        }
    }

    @Test
    void a_request_that_the_other_side_does_not_read_ends_with_the_time_out() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpPoster poster = poster("http://127.0.0.1:" + deaf.getLocalPort(), SHORT);
            assertThat(poster.post(List.of(), new byte[50_000_000]))
                    .isEqualTo(new HttpOutcome.Unknown("no answer within 500 ms"));
        }
    }

    @Test
    void interim_answers_are_skipped() throws IOException {
        try (Gateway gateway = Gateway.raw("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK)) {
            assertAnswered(post(gateway.url(), AMPLE), 200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"220 mail.example.com ESMTP\r\n\r\n", "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n"})
    void an_answer_that_is_no_http_leaves_the_fate_unknown(String answer) throws IOException {
        try (Gateway gateway = Gateway.raw(answer)) {
            assertThat(post(gateway.url(), AMPLE)).isEqualTo(new HttpOutcome.Unknown("the answer was no HTTP"));
        }
    }

    @Test
    void an_endless_head_leaves_the_fate_unknown() throws IOException {
        try (Gateway gateway = Gateway.raw("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000) + "\r\n")) {
            assertThat(post(gateway.url(), AMPLE)).isEqualTo(new HttpOutcome.Unknown("the answer was no HTTP"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{\"id\":",
                "HTTP/1.1 202 Accepted\r\nContent-Length: 99999999999\r\n\r\n{",
                "HTTP/1.1 202 Accepted\r\nContent-Length: many\r\n\r\n{}",
                "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\nnope\r\n"
            })
    void a_head_counts_though_its_body_does_not_come(String answer) throws IOException {
        try (Gateway gateway = Gateway.raw(answer)) {
            assertAnswered(post(gateway.url(), SHORT), 202);
        }
    }

    @Test
    void a_head_counts_though_its_body_drips_in() throws IOException {
        try (Gateway gateway =
                Gateway.doing((socket, in) -> drip(socket.getOutputStream(), "HTTP/1.1 202 OK\r\n\r\n"))) {
            assertAnswered(post(gateway.url(), SHORT), 202);
        }
    }

    @Test
    void a_head_counts_though_its_body_is_too_long() throws IOException {
        try (Gateway gateway = Gateway.answering("400 Bad Request", "x".repeat(10_000_000))) {
            assertAnswered(post(gateway.url(), AMPLE), 400);
        }
    }

    @Test
    void a_body_that_ends_with_its_connection_is_read() throws IOException {
        try (Gateway gateway = Gateway.doing((socket, in) -> {
            write(socket.getOutputStream(), "HTTP/1.0 200 OK\r\n\r\n{\"id\":1}");
            socket.close();
        })) {
            assertThat(((HttpOutcome.Answered) post(gateway.url(), AMPLE))
                            .answer()
                            .body())
                    .asString()
                    .isEqualTo("{\"id\":1}");
        }
    }

    @Test
    void an_interrupted_thread_waits_no_longer() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (Gateway gateway = Gateway.doing((socket, in) -> {
            arrived.countDown();
            in.read();
        })) {
            FutureTask<HttpOutcome> outcome = new FutureTask<>(() -> post(gateway.url(), AMPLE));
            Thread sending = Thread.ofPlatform().start(outcome);
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            sending.interrupt();
            assertThat(outcome.get(20, TimeUnit.SECONDS))
                    .isEqualTo(new HttpOutcome.Unknown("interrupted while sending"));
        }
    }

    @Test
    void connections_are_kept_but_not_over_a_pause() throws IOException {
        ManualClock clock = new ManualClock();
        try (Gateway gateway = Gateway.raw(OK)) {
            HttpPoster poster = new HttpPoster(URI.create(gateway.url()), AMPLE, clock);
            poster.post(List.of(), BODY);
            clock.advance(Duration.ofSeconds(3));
            poster.post(List.of(), BODY);
            assertThat(gateway.connections()).isEqualTo(1);
            clock.advance(Duration.ofSeconds(5));
            poster.post(List.of(), BODY);
            assertThat(gateway.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_connection_is_kept_no_longer_than_the_other_side_says() throws IOException {
        ManualClock clock = new ManualClock();
        try (Gateway gateway = Gateway.answering("200 OK\r\nKeep-Alive: timeout=3, max=100", "{}")) {
            HttpPoster poster = new HttpPoster(URI.create(gateway.url()), AMPLE, clock);
            poster.post(List.of(), BODY);
            clock.advance(Duration.ofMillis(1_900));
            poster.post(List.of(), BODY);
            assertThat(gateway.connections()).isEqualTo(1);
            clock.advance(Duration.ofMillis(2_100));
            poster.post(List.of(), BODY);
            assertThat(gateway.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_connection_that_the_answer_closes_is_not_kept() throws IOException {
        try (Gateway gateway = Gateway.answering("200 OK\r\nConnection: close", "{}")) {
            HttpPoster poster = poster(gateway.url(), AMPLE);
            poster.post(List.of(), BODY);
            poster.post(List.of(), BODY);
            assertThat(gateway.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_header_can_not_bring_another_along() throws IOException {
        try (Gateway gateway = Gateway.raw(OK)) {
            poster(gateway.url(), AMPLE).post(List.of(new BasicHeader("X-Id", "1\r\nX-Other: 2")), BODY);
            assertThat(gateway.requests().getFirst().headers())
                    .containsKey("x-id")
                    .doesNotContainKey("x-other");
        }
    }

    @Test
    void path_query_and_host_go_out_as_the_address_has_them() throws IOException {
        try (Gateway gateway = Gateway.raw(OK)) {
            String address = "http://user@localhost:" + gateway.port();
            post(address + "/a%20b?to=c%26d#e", AMPLE);
            post(address, AMPLE);
            assertThat(gateway.requests())
                    .extracting(Gateway.Request::head)
                    .containsExactly("POST /a%20b?to=c%26d HTTP/1.1", "POST / HTTP/1.1");
            assertThat(gateway.requests().getFirst().headers()).containsEntry("host", "localhost:" + gateway.port());
        }
    }

    private static void assertAnswered(HttpOutcome outcome, int status) {
        assertThat(outcome).isInstanceOf(HttpOutcome.Answered.class);
        assertThat(((HttpOutcome.Answered) outcome).answer().status()).isEqualTo(status);
    }

    /** Writes this, and then a letter now and then until the other side has enough. */
    private static void drip(OutputStream out, String begin) throws IOException {
        write(out, begin);
        while (true) {
            write(out, "x");
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }

    private static SSLSocketFactory trusting(Certificate certificate) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(certificate.store().toFile(), Certificate.PASSWORD.toCharArray()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static HttpOutcome post(String url, Duration timeout) {
        return poster(url, timeout).post(List.of(), BODY);
    }

    private static HttpPoster poster(String url, Duration timeout) {
        return new HttpPoster(URI.create(url), timeout, Clock.systemUTC());
    }

    private static HttpPoster poster(String url, Duration timeout, SSLSocketFactory tls) {
        return new HttpPoster(URI.create(url), timeout, Clock.systemUTC(), () -> tls);
    }
}
