package com.campaignmanager.local.http;

import com.campaignmanager.api.LoggedPath;
import com.campaignmanager.local.lambda.Function;
import com.campaignmanager.local.lambda.FunctionFailedException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the place of API Gateway: turns each HTTP request into an event for the function, and the function's answer into an
 * HTTP answer. Refused requests and failures of the function are answered in the gateway's own words.
 */
public final class Gateway implements HttpHandler {
    /** The largest event and the largest answer that Lambda accepts. */
    static final int MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

    /** How much of a body that is too large is read: most clients read no answer before they have sent it all. */
    private static final long MAX_SKIPPED = 100L * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function function;
    private final Clock clock;

    public Gateway(Function function, Clock clock) {
        this.function = function;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            GatewayAnswer answer = answer(exchange);
            log.debug("{} {} {}", answer.status(), exchange.getRequestMethod(), path(exchange));
            answer.write(exchange);
        }
    }

    /** The path as the function logs it, without the query. */
    private static LoggedPath path(HttpExchange exchange) {
        return new LoggedPath(Optional.ofNullable(exchange.getRequestURI().getRawPath()));
    }

    private GatewayAnswer answer(HttpExchange exchange) throws IOException {
        InputStream incoming = exchange.getRequestBody();
        byte[] body = incoming.readNBytes(MAX_PAYLOAD_BYTES + 1);
        if (body.length > MAX_PAYLOAD_BYTES) {
            incoming.skip(MAX_SKIPPED);
            return tooLarge(exchange);
        }
        byte[] event = JSON.writeValueAsBytes(new GatewayEvent(exchange, body).json(clock.instant()));
        return event.length > MAX_PAYLOAD_BYTES ? tooLarge(exchange) : answer(event);
    }

    /** Part of the body may be unread, so the connection can't be used again. */
    private static GatewayAnswer tooLarge(HttpExchange exchange) {
        exchange.getResponseHeaders().set("Connection", "close");
        return GatewayAnswer.ofGateway(413, "Request Entity Too Large");
    }

    private GatewayAnswer answer(byte[] event) {
        try {
            byte[] answer = function.invoke(event);
            if (answer.length > MAX_PAYLOAD_BYTES) {
                throw new IOException(
                        "the answer has " + answer.length + " bytes; " + MAX_PAYLOAD_BYTES + " are allowed");
            }
            return GatewayAnswer.read(answer);
        } catch (FunctionFailedException | IOException e) {
            log.error("the API function failed", e);
            return GatewayAnswer.ofGateway(500, "Internal Server Error");
        }
    }
}
