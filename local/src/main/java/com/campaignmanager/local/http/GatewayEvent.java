package com.campaignmanager.local.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An HTTP request as API Gateway passes it to a function: an HTTP API's event, payload format 2.0, of a {@code $default}
 * route.
 */
final class GatewayEvent {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern TEXT =
            Pattern.compile("text/.*|application/(?:json|javascript|xml|[^;]*\\+json)(?:;.*)?");

    private final HttpExchange exchange;
    private final byte[] body;

    GatewayEvent(HttpExchange exchange, byte[] body) {
        this.exchange = exchange;
        this.body = body;
    }

    ObjectNode json(Instant now) {
        ObjectNode event = JSON.objectNode();
        event.put("version", "2.0").put("routeKey", "$default");
        event.put("rawPath", path()).put("rawQueryString", query());
        cookies(event);
        event.set("headers", headers());
        queryParameters(event);
        event.set("requestContext", context(now));
        body(event);
        return event;
    }

    private String path() {
        return exchange.getRequestURI().getRawPath();
    }

    private String query() {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    private void cookies(ObjectNode event) {
        List<String> sent = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        if (sent.isEmpty()) {
            return;
        }
        ArrayNode cookies = event.putArray("cookies");
        sent.stream().flatMap(Pattern.compile(";\\s*")::splitAsStream).forEach(cookies::add);
    }

    /** Several values of one header are joined with commas; cookies have a place of their own. */
    private ObjectNode headers() {
        ObjectNode headers = JSON.objectNode();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Cookie")) {
                headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values));
            }
        });
        headers.put("content-length", Integer.toString(body.length));
        headers.put("x-forwarded-for", sourceIp());
        headers.put(
                "x-forwarded-port", Integer.toString(exchange.getLocalAddress().getPort()));
        headers.put("x-forwarded-proto", "http");
        return headers;
    }

    /** Decoded, several values of one name joined with commas. */
    private void queryParameters(ObjectNode event) {
        if (query().isEmpty()) {
            return;
        }
        ObjectNode parameters = event.putObject("queryStringParameters");
        for (String pair : query().split("&")) {
            String[] parts = pair.split("=", 2);
            String name = decoded(parts[0]);
            String value = parts.length == 2 ? decoded(parts[1]) : "";
            parameters.put(name, parameters.has(name) ? parameters.get(name).asText() + "," + value : value);
        }
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part; // a stray per cent sign stands for itself
        }
    }

    private ObjectNode context(Instant now) {
        ObjectNode context = JSON.objectNode();
        context.put("accountId", "000000000000").put("apiId", "local");
        context.put("domainName", header("Host").orElse("localhost")).put("domainPrefix", "local");
        ObjectNode http = context.putObject("http");
        http.put("method", exchange.getRequestMethod()).put("path", path()).put("protocol", exchange.getProtocol());
        http.put("sourceIp", sourceIp()).put("userAgent", header("User-Agent").orElse(""));
        context.put("requestId", UUID.randomUUID().toString());
        context.put("routeKey", "$default").put("stage", "$default");
        context.put("time", now.toString()).put("timeEpoch", now.toEpochMilli());
        return context;
    }

    private String sourceIp() {
        return exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    private Optional<String> header(String name) {
        Headers headers = exchange.getRequestHeaders();
        return Optional.ofNullable(headers.getFirst(name));
    }

    /** Text is passed as text; everything else, including text that isn't UTF-8, in Base64. */
    private void body(ObjectNode event) {
        Optional<String> text = body.length == 0 ? Optional.empty() : text();
        if (body.length > 0) {
            event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
        }
        event.put("isBase64Encoded", body.length > 0 && text.isEmpty());
    }

    private Optional<String> text() {
        String type = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!TEXT.matcher(type).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
