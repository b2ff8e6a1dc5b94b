package com.campaignmanager.sender.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Open connections, kept for the next message but not for long: a gateway closes idle ones (many after 5 s), and a send
 * that meets the close ends ambiguous. Ages are read from the clock of the day, which goes on while a Lambda is frozen.
 * There are never more than senders at once.
 */
final class ConnectionPool {
    private static final Duration MAX_IDLE = Duration.ofSeconds(4);

    private final ConnectionOpener opener;
    private final Clock clock;
    /** The one used last comes first, so that those that aren't needed grow old. */
    private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();

    ConnectionPool(ConnectionOpener opener, Clock clock) {
        this.opener = opener;
        this.clock = clock;
    }

    /** One that the other side has not closed so far as can be seen, else a new one; closed when time is up. */
    HttpConnection take(ExchangeTimer.Running exchange) throws IOException {
        Instant now = clock.instant();
        for (HttpConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            if (kept.isUsable(now)) {
                exchange.guard(kept.socket());
                return kept;
            }
            kept.close();
        }
        return opener.open(exchange);
    }

    /** @param atMost how long the other side says it keeps the connection */
    void giveBack(HttpConnection connection, Optional<Duration> atMost) {
        Duration age = atMost.filter(shorter -> shorter.compareTo(MAX_IDLE) < 0).orElse(MAX_IDLE);
        connection.keepUntil(clock.instant().plus(age));
        idle.addFirst(connection);
    }
}
