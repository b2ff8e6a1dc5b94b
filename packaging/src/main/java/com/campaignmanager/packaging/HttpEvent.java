package com.campaignmanager.packaging;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request as an HTTP API hands it to a function, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
public final class HttpEvent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpEvent() {}

    public static String get(String path) {
        return event("GET", path).toString();
    }

    /** @param query as it stands in the address, without the question mark */
    public static String get(String path, String query) {
        return event("GET", path).put("rawQueryString", query).toString();
    }

    public static String post(String path, String body) {
        return event("POST", path).put("body", body).toString();
    }

    static String of(String method, String path, String type, String body) {
        ObjectNode event = event(method, path).put("body", body);
        event.withObject("/headers").put("content-type", type);
        return event.toString();
    }

    private static ObjectNode event(String method, String path) {
        ObjectNode event = JSON.createObjectNode()
                .put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", path)
                .put("rawQueryString", "")
                .put("isBase64Encoded", false);
        event.putObject("headers")
                .put("content-type", "application/json")
                .put("host", "abc.execute-api.eu-west-1.amazonaws.com")
                .put("x-forwarded-proto", "https");
        ObjectNode context = event.putObject("requestContext")
                .put("accountId", "123456789012")
                .put("apiId", "abc")
                .put("domainName", "abc.execute-api.eu-west-1.amazonaws.com")
                .put("requestId", "JKJaXmPLvHcESHA=")
                .put("routeKey", "$default")
                .put("stage", "$default")
                .put("time", "12/Mar/2026:19:03:58 +0000")
                .put("timeEpoch", 1_773_342_238_000L);
        context.putObject("http")
                .put("method", method)
                .put("path", path)
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", "192.0.2.1")
                .put("userAgent", "test");
        return event;
    }
}
