package com.campaignmanager.api.testing;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request.
 *
 * @param query as it stands in the URL, without the question mark
 * @param headers by their names in lower case
 * @param base64 whether the body comes in Base64, as an HTTP API sends media types that it does not take for text
 */
public record Request(
        String method, String path, String query, Map<String, String> headers, Optional<byte[]> body, boolean base64) {
    /** Not sent as a header: the gateway names the token's subject in the event. */
    static final String CALLER = "caller";

    public Request {
        headers = Map.copyOf(headers);
    }

    /** @param target path and query */
    public static Request of(String method, String target) {
        String[] parts = target.split("\\?", 2);
        return new Request(method, parts[0], parts.length > 1 ? parts[1] : "", Map.of(), Optional.empty(), false);
    }

    public static Request get(String target) {
        return of("GET", target);
    }

    public static Request post(String target, String json) {
        return of("POST", target).json(json);
    }

    public static Request patch(String target, String json) {
        return of("PATCH", target).json(json);
    }

    public static Request put(String target) {
        return of("PUT", target);
    }

    public static Request delete(String target) {
        return of("DELETE", target);
    }

    public static Request csv(String target, byte[] content) {
        return of("POST", target).with("content-type", "text/csv").body(content);
    }

    public Request json(String json) {
        return with("content-type", "application/json").body(json.getBytes(StandardCharsets.UTF_8));
    }

    public Request with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Request(method, path, query, more, body, base64);
    }

    public Request withKey(String idempotencyKey) {
        return with("idempotency-key", idempotencyKey);
    }

    /** With the token of that subject. */
    public Request by(String subject) {
        return with(CALLER, subject);
    }

    public Request body(byte[] content) {
        return new Request(method, path, query, headers, Optional.of(content), base64);
    }

    public Request inBase64() {
        return new Request(method, path, query, headers, body, true);
    }

    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query);
    }
}
