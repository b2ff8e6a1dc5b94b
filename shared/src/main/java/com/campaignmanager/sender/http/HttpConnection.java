package com.campaignmanager.sender.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.MessageSupport;

/** An open connection, used by one thread at a time. */
final class HttpConnection implements Closeable {
    /** Larger heads are no answer. */
    private static final Http1Config BOUNDED = Http1Config.custom()
            .setMaxLineLength(64 * 1024)
            .setMaxHeaderCount(200)
            .setMaxEmptyLineCount(10)
            .build();

    private static final int FIRST_FINAL_STATUS = 200;

    private final SocketChannel channel;
    private final DefaultBHttpClientConnection http =
            new DefaultBHttpClientConnection(BOUNDED, null, null, null, null, null, this::parser);
    private Optional<SessionInputBuffer> received = Optional.empty();
    private Instant usableUntil = Instant.MAX;

    /** A connection without TLS. */
    HttpConnection(SocketChannel channel) throws IOException {
        this.channel = channel;
        http.bind(channel.socket());
    }

    /** A connection with TLS on that channel. */
    HttpConnection(SocketChannel channel, SSLSocket secured) throws IOException {
        this.channel = channel;
        http.bind(secured, channel.socket());
    }

    /** The library's parser; the buffer that it reads from is kept, to see what an answer leaves behind in it. */
    private HttpMessageParser<ClassicHttpResponse> parser(Http1Config config) {
        HttpMessageParser<ClassicHttpResponse> parser = new DefaultHttpResponseParser(config);
        return (buffer, in) -> {
            received = Optional.of(buffer);
            return parser.parse(buffer, in);
        };
    }

    /** What to close to end whatever is under way, from any thread. */
    Closeable socket() {
        return channel;
    }

    void write(ClassicHttpRequest request) throws IOException, HttpException {
        http.sendRequestHeader(request);
        http.sendRequestEntity(request);
        http.flush();
    }

    /** Reads status and headers of the answer; interim answers (1xx) are skipped. */
    ClassicHttpResponse readHead() throws IOException, HttpException {
        ClassicHttpResponse head = http.receiveResponseHeader();
        while (head.getCode() < FIRST_FINAL_STATUS) {
            head = http.receiveResponseHeader();
        }
        return head;
    }

    /** Makes the answer's body readable, where an answer with its status has one. */
    void openBody(ClassicHttpResponse head) throws IOException, HttpException {
        if (MessageSupport.canResponseHaveBody("POST", head)) {
            http.receiveResponseEntity(head);
        }
    }

    void keepUntil(Instant end) {
        usableUntil = end;
    }

    /**
     * Whether the next answer on it can only be that of the next request: the other side has neither closed it nor sent
     * anything that nobody asked for.
     */
    boolean isUsable(Instant now) {
        return now.isBefore(usableUntil)
                && received.filter(buffer -> buffer.length() > 0).isEmpty()
                && isQuiet();
    }

    private boolean isQuiet() {
        try {
            channel.configureBlocking(false);
            boolean quiet = channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return quiet;
        } catch (IOException e) {
            return false;
        }
    }

    /** At once, without a farewell that could block. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
