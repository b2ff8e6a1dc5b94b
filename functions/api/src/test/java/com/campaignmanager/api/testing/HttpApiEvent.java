package com.campaignmanager.api.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests and answers as an API Gateway HTTP API exchanges them with a function, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
final class HttpApiEvent {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HOST = "abc.execute-api.eu-west-1.amazonaws.com";

    private HttpApiEvent() {}

    static byte[] of(Request request) {
        ObjectNode event = JSON.createObjectNode()
                .put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", request.path())
                .put("rawQueryString", request.query())
                .put("isBase64Encoded", false);
        ObjectNode headers = event.putObject("headers")
                .put("host", HOST)
                .put("x-forwarded-for", "192.0.2.1")
                .put("x-forwarded-port", "443")
                .put("x-forwarded-proto", "https");
        request.headers().forEach(headers::put);
        Optional<String> caller =
                Optional.ofNullable(headers.remove(Request.CALLER)).map(JsonNode::stringValue);
        request.body().ifPresent(body -> headers.put("content-length", Integer.toString(body.length)));
        ObjectNode context = event.putObject("requestContext")
                .put("accountId", "123456789012")
                .put("apiId", "abc")
                .put("domainName", HOST)
                .put("domainPrefix", "abc")
                .put("requestId", UUID.randomUUID().toString())
                .put("routeKey", "$default")
                .put("stage", "$default")
                .put("time", "12/Mar/2026:19:03:58 +0000")
                .put("timeEpoch", 1_773_342_238_000L);
        caller.ifPresent(name -> context.putObject("authorizer")
                .putObject("jwt")
                .putObject("claims")
                .put("sub", name));
        context.putObject("http")
                .put("method", request.method())
                .put("path", request.path())
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", "192.0.2.1")
                .put("userAgent", "test");
        request.body().ifPresent(body -> {
            boolean base64 = request.base64() || !isUtf8(body);
            event.put("isBase64Encoded", base64);
            event.put("body", base64 ? Base64.getEncoder().encodeToString(body) : new String(body, UTF_8));
        });
        return JSON.writeValueAsBytes(event);
    }

    private static boolean isUtf8(byte[] body) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    static Answer answer(Request request, byte[] json) {
        JsonNode answer = JSON.readTree(json);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.path("headers").forEachEntry((name, value) -> headers.put(name, value.stringValue()));
        String body = answer.path("body").asString("");
        if (answer.path("isBase64Encoded").asBoolean(false)) {
            body = new String(Base64.getDecoder().decode(body), UTF_8);
        }
        return new Answer(request, answer.path("statusCode").intValue(), headers, body);
    }
}
