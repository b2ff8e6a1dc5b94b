package com.campaignmanager.sender.http;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionReuseStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts to one address and says what is known of each request afterwards. It sends each request at most once: no retries,
 * redirects, cookies, compression or proxies. Blocks the calling thread, but no longer than the time-out, which bounds the
 * whole exchange. Safe for use by several threads, each with a connection of its own.
 */
public final class HttpPoster {
    /** More than this of an answer is not read: its status alone counts then. */
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final byte[] NOTHING = {};
    private static final ConnectionReuseStrategy REUSE = DefaultConnectionReuseStrategy.INSTANCE;
    private static final Pattern KEEP_ALIVE_SECONDS = Pattern.compile("(?i)\\btimeout=(\\d{1,6})");
    private static final Logger log = LoggerFactory.getLogger(HttpPoster.class);

    private final Endpoint endpoint;
    private final Duration timeout;
    private final ExchangeTimer timer;
    private final ConnectionPool connections;

    /**
     * @param address of the scheme http or https
     * @param timeout for connecting, writing and reading together
     * @param clock tells how old a kept connection is
     */
    public HttpPoster(URI address, Duration timeout, Clock clock) {
        this(address, timeout, clock, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    HttpPoster(URI address, Duration timeout, Clock clock, Supplier<SSLSocketFactory> tls) {
        this.endpoint = Endpoint.of(address);
        this.timeout = timeout;
        this.timer = new ExchangeTimer(timeout);
        this.connections = new ConnectionPool(new ConnectionOpener(endpoint, tls, timeout), clock);
    }

    /** @param headers besides {@code Host} and {@code Content-Length} */
    public HttpOutcome post(List<Header> headers, byte[] body) {
        ClassicHttpRequest request = request(headers, body);
        try (ExchangeTimer.Running exchange = timer.begin()) {
            HttpConnection connection;
            try {
                connection = connections.take(exchange);
            } catch (IOException e) {
                log.debug("no connection", e);
                return new HttpOutcome.NotSent(FailureReason.unconnected(e, exchange, timeout));
            }
            return over(connection, request, exchange);
        }
    }

    private ClassicHttpRequest request(List<Header> headers, byte[] body) {
        ClassicHttpRequest request = new BasicClassicHttpRequest("POST", endpoint.target());
        request.addHeader("Host", endpoint.authority());
        request.addHeader("Content-Length", Integer.toString(body.length));
        headers.forEach(request::addHeader);
        request.setEntity(new ByteArrayEntity(body, null));
        return request;
    }

    /** From here on some of the request may have gone out, however it fails. */
    private HttpOutcome over(HttpConnection connection, ClassicHttpRequest request, ExchangeTimer.Running exchange) {
        ClassicHttpResponse head;
        try {
            connection.write(request);
            head = connection.readHead();
        } catch (IOException | HttpException e) {
            connection.close();
            log.debug("no answer", e);
            return new HttpOutcome.Unknown(FailureReason.unanswered(e, exchange, timeout));
        }
        Optional<byte[]> body = body(connection, head);
        if (body.isPresent() && REUSE.keepAlive(request, head, HttpCoreContext.create())) {
            exchange.end();
            connections.giveBack(connection, keepAlive(head));
        } else {
            connection.close();
        }
        return new HttpOutcome.Answered(
                new HttpAnswer(head.getCode(), header(head, "Retry-After"), body.orElse(NOTHING)));
    }

    /** Empty if it is too large or doesn't come whole: the head counts all the same. */
    private static Optional<byte[]> body(HttpConnection connection, ClassicHttpResponse head) {
        try {
            connection.openBody(head);
            HttpEntity entity = head.getEntity();
            if (entity == null) {
                return Optional.of(NOTHING);
            }
            long length = entity.getContentLength();
            if (length > MAX_ANSWER_BYTES) {
                return Optional.empty();
            }
            // Not closed: that would read the rest, however long.
            byte[] body = entity.getContent().readNBytes(length < 0 ? MAX_ANSWER_BYTES + 1 : (int) length);
            return Optional.of(body).filter(whole -> whole.length <= MAX_ANSWER_BYTES);
        } catch (IOException | HttpException e) {
            log.debug("no body", e);
            return Optional.empty();
        }
    }

    /** One second less than the other side says, for the request to arrive in. */
    private static Optional<Duration> keepAlive(ClassicHttpResponse head) {
        return header(head, "Keep-Alive")
                .map(KEEP_ALIVE_SECONDS::matcher)
                .filter(Matcher::find)
                .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1)) - 1));
    }

    private static Optional<String> header(ClassicHttpResponse head, String name) {
        return Optional.ofNullable(head.getFirstHeader(name)).map(Header::getValue);
    }
}
