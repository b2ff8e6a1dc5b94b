package com.campaignmanager.sender.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Opens connections to one endpoint: looks its host up, connects and shakes hands, each within its time. */
final class ConnectionOpener {
    private static final Duration MAX_CONNECT = Duration.ofSeconds(5);

    private final Endpoint endpoint;
    private final Supplier<SSLSocketFactory> tls;
    private final Duration exchangeTimeout;
    private final Duration connectTimeout;

    /**
     * @param tls asked only where the endpoint takes TLS: making one reads all trusted certificates
     * @param exchangeTimeout half of which may be spent on connecting, so that an answer has the rest
     */
    ConnectionOpener(Endpoint endpoint, Supplier<SSLSocketFactory> tls, Duration exchangeTimeout) {
        this.endpoint = endpoint;
        this.tls = tls;
        this.exchangeTimeout = exchangeTimeout;
        Duration half = exchangeTimeout.dividedBy(2);
        this.connectTimeout = half.compareTo(MAX_CONNECT) < 0 ? half : MAX_CONNECT;
    }

    HttpConnection open(ExchangeTimer.Running exchange) throws IOException {
        SocketChannel channel = connected(exchange);
        try {
            return endpoint.tls() ? new HttpConnection(channel, secured(channel)) : new HttpConnection(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Tries the host's addresses in turn, each with its share of the time. */
    private SocketChannel connected(ExchangeTimer.Running exchange) throws IOException {
        InetAddress[] addresses = lookedUp(endpoint.host());
        Duration share = connectTimeout.dividedBy(addresses.length);
        IOException failure = new ConnectException("no address");
        for (InetAddress address : addresses) {
            try {
                return connected(new InetSocketAddress(address, endpoint.port()), share, exchange);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static SocketChannel connected(InetSocketAddress address, Duration atMost, ExchangeTimer.Running exchange)
            throws IOException {
        // A channel, because unlike a plain socket's its calls end when their thread is interrupted.
        SocketChannel channel = SocketChannel.open();
        try {
            exchange.guard(channel);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(address, Math.max(1, (int) atMost.toMillis()));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** In another thread: the system's resolver can neither be interrupted nor given a time-out. */
    private InetAddress[] lookedUp(String host) throws IOException {
        FutureTask<InetAddress[]> lookUp = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofPlatform().daemon().name("host-look-up").start(lookUp);
        try {
            return lookUp.get(exchangeTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("the look-up of " + host + " took too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketTimeoutException("interrupted");
        }
    }

    private SSLSocket secured(SocketChannel channel) throws IOException {
        SSLSocket socket = (SSLSocket) tls.get().createSocket(channel.socket(), endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        // Without it any valid certificate would do, whoever's it is.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
