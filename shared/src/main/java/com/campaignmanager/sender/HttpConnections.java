package com.campaignmanager.sender;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Connections to the gateway, kept for the next message, but not for long. A gateway closes idle connections (many after
 * 5 s), and a send that meets a closed one ends uncertain. A frozen Lambda hears nothing of such a close, so after a pause
 * all connections are new.
 */
final class HttpConnections {
    private static final Duration MAX_IDLE = Duration.ofSeconds(4);
    private static final Duration MAX_CONNECT = Duration.ofSeconds(5);

    static {
        // Read once, when the JDK's client is first used. Its own default is 30 s.
        System.setProperty("jdk.httpclient.keepalive.timeout", String.valueOf(MAX_IDLE.toSeconds()));
    }

    private final Duration connectTimeout;
    private final Clock clock;
    private HttpClient client;
    private Instant lastUse;

    HttpConnections(Duration sendTimeout, Clock clock) {
        // Half of the time at most, so that it is told from a time-out of the whole send, which is uncertain.
        Duration half = sendTimeout.dividedBy(2);
        this.connectTimeout = half.compareTo(MAX_CONNECT) < 0 ? half : MAX_CONNECT;
        this.clock = clock;
        this.client = newClient();
        this.lastUse = clock.instant();
    }

    synchronized HttpClient client() {
        Instant now = clock.instant();
        if (now.isAfter(lastUse.plus(MAX_IDLE))) {
            // Sends still under way on the old ones go on to their end.
            client.shutdown();
            client = newClient();
        }
        lastUse = now;
        return client;
    }

    private HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }
}
