package com.campaignmanager.sender.http;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;

/** Says in plain words why an exchange failed: the words end up in the message list. */
final class FailureReason {
    private FailureReason() {}

    static String unconnected(Exception failure, ExchangeTimer.Running exchange, Duration timeout) {
        if (Thread.currentThread().isInterrupted()) {
            return "interrupted while connecting";
        }
        if (exchange.hasExpired()) {
            return "no connection within " + timeout.toMillis() + " ms";
        }
        return switch (failure) {
            case UnknownHostException _ -> "the host has no address";
            case SocketTimeoutException _ -> "no connection in time";
            case ConnectException _ -> "the connection was refused";
            case SSLException e
            when e.getCause() instanceof CertificateException -> "the host's certificate was not accepted";
            case SSLException _ -> "no secure connection could be made";
            default -> "no connection could be made";
        };
    }

    static String unanswered(Exception failure, ExchangeTimer.Running exchange, Duration timeout) {
        if (Thread.currentThread().isInterrupted()) {
            return "interrupted while sending";
        }
        if (exchange.hasExpired()) {
            return "no answer within " + timeout.toMillis() + " ms";
        }
        return switch (failure) {
            case HttpException _, MessageConstraintException _ -> "the answer was no HTTP";
            default -> "the connection broke before an answer came";
        };
    }
}
