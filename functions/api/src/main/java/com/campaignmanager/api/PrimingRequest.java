package com.campaignmanager.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** A request that is answered without PostgreSQL and Redis, mostly by refusing it. */
record PrimingRequest(String method, String path, String query, String type, String body) {
    /** Who asks, in the log. */
    static final String REQUEST_ID = "priming";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json";

    /** Reading of paths, queries, JSON, CSV, phone numbers and templates; writing of answers and problems. */
    static List<PrimingRequest> all() {
        return List.of(
                get("/health/live", ""),
                get("/no/such/thing", ""),
                get("/campaigns", "channel=pigeon&page=1&page_size=20"),
                get("/customers", "page=one"),
                get("/campaigns/none/messages", "status=sent"),
                post("/customers", "{\"phone\":\"+254712\",\"first_name\":\"Zoë\",\"location\":\"Nairobi\"}"),
                new PrimingRequest(
                        "PATCH", "/customers/none", "", "application/merge-patch+json", "{\"location\":null}"),
                post(
                        "/campaigns",
                        "{\"name\":\"Primer\",\"channel\":\"sms\",\"base_template\":\"Hi {first_name|you} {nobody}\","
                                + "\"scheduled_at\":\"2026-01-01T00:00:00Z\",\"audience\":{\"filter\":{\"location\":\"x\"}}}"),
                post("/campaigns/1/personalized-preview", "{\"customer_id\":\"none\"}"),
                post("/campaigns/1/send", "{\"customer_ids\":[0]}"),
                post("/campaigns/1/retry", "{\"kinds\":[\"none\"]}"),
                new PrimingRequest("POST", "/customers/import", "", "text/csv", "nothing,like,it\n1,2,3\n"));
    }

    private static PrimingRequest get(String path, String query) {
        return new PrimingRequest("GET", path, query, JSON_TYPE, "");
    }

    private static PrimingRequest post(String path, String body) {
        return new PrimingRequest("POST", path, "", JSON_TYPE, body);
    }

    /**
     * As an HTTP API hands it over, payload format 2.0.
     * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
     */
    byte[] event() throws IOException {
        ObjectNode event = JSON.createObjectNode()
                .put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", path)
                .put("rawQueryString", query)
                .put("isBase64Encoded", false);
        if (!body.isEmpty()) {
            event.put("body", body);
        }
        event.putObject("headers")
                .put("content-type", type)
                .put("host", "localhost")
                .put("accept", "*/*");
        ObjectNode context = event.putObject("requestContext")
                .put("accountId", "anonymous")
                .put("requestId", REQUEST_ID)
                .put("routeKey", "$default")
                .put("stage", "$default")
                .put("timeEpoch", 0);
        context.putObject("http")
                .put("method", method)
                .put("path", path)
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", "127.0.0.1")
                .put("userAgent", REQUEST_ID);
        return JSON.writeValueAsBytes(event);
    }
}
