package com.campaignmanager.api;

import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2HttpContext;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequestContext;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Events of API Gateway's HTTP API and the answers to them, payload format 2.0. What is used of them is read and written
 * field by field: for Jackson to find out what the container's classes may hold takes 50 ms of each cold start.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
final class GatewayEvents {
    private GatewayEvents() {}

    /** An event that is no HTTP request has no path and no context. */
    static GatewayRequest read(InputStream input) throws IOException {
        JsonNode json = Json.MAPPER.readTree(input);
        GatewayRequest event = new GatewayRequest(caller(json.at("/requestContext/authorizer/jwt/claims")));
        text(json, "rawPath", event::setRawPath);
        text(json, "rawQueryString", event::setRawQueryString);
        text(json, "body", event::setBody);
        event.setBase64Encoded(json.path("isBase64Encoded").asBoolean());
        event.setHeaders(headers(json.path("headers")));
        event.setCookies(cookies(json.path("cookies")));
        object(json, "requestContext").map(GatewayEvents::context).ifPresent(event::setRequestContext);
        return event;
    }

    /** The token's subject, or else the client it was issued to. */
    private static Optional<String> caller(JsonNode claims) {
        return Stream.of("sub", "client_id")
                .map(claim -> claims.path(claim).asText())
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private static HttpApiV2ProxyRequestContext context(JsonNode json) {
        HttpApiV2ProxyRequestContext context = new HttpApiV2ProxyRequestContext();
        text(json, "apiId", context::setApiId);
        text(json, "domainName", context::setDomainName);
        text(json, "requestId", context::setRequestId);
        text(json, "stage", context::setStage);
        object(json, "http").map(GatewayEvents::http).ifPresent(context::setHttp);
        return context;
    }

    private static HttpApiV2HttpContext http(JsonNode json) {
        HttpApiV2HttpContext http = new HttpApiV2HttpContext();
        text(json, "method", http::setMethod);
        text(json, "path", http::setPath);
        text(json, "protocol", http::setProtocol);
        text(json, "sourceIp", http::setSourceIp);
        text(json, "userAgent", http::setUserAgent);
        return http;
    }

    /** Case makes no difference to their names. */
    private static Map<String, String> headers(JsonNode json) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        json.properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    private static List<String> cookies(JsonNode json) {
        List<String> cookies = new ArrayList<>();
        json.forEach(cookie -> cookies.add(cookie.asText()));
        return cookies;
    }

    private static void text(JsonNode json, String field, Consumer<String> value) {
        JsonNode node = json.path(field);
        if (node.isValueNode() && !node.isNull()) {
            value.accept(node.asText());
        }
    }

    private static Optional<JsonNode> object(JsonNode json, String field) {
        return Optional.of(json.path(field)).filter(JsonNode::isObject);
    }

    /** @param headers of the answer, in place of its own */
    static void write(AwsProxyResponse answer, Map<String, String> headers, OutputStream output) throws IOException {
        try (JsonGenerator json = Json.MAPPER.createGenerator(output)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeNumberField("statusCode", answer.getStatusCode());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : headers.entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            if (answer.getBody() != null) {
                json.writeStringField("body", answer.getBody());
            }
            json.writeBooleanField("isBase64Encoded", answer.isBase64Encoded());
            json.writeEndObject();
        }
    }
}
