package com.campaignmanager.packaging;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One request of each kind, and what of AWS they need: a login, a bus that takes events. For looking at what a fresh
 * function does with its first requests.
 */
final class FirstRequests implements AutoCloseable {
    private static final String CREDENTIALS = """
            {"AccessKeyId":"a","SecretAccessKey":"b","Token":"c","Expiration":"2999-01-01T00:00:00Z"}""";
    private static final String EVENTS_TAKEN = """
            {"FailedEntryCount":0,"Entries":[]}""";

    private final HttpServer aws;

    FirstRequests() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", call -> {
            try (call) {
                boolean login = call.getRequestURI().getPath().equals("/credentials");
                byte[] answer = (login ? CREDENTIALS : EVENTS_TAKEN).getBytes(StandardCharsets.UTF_8);
                call.getRequestBody().readAllBytes();
                call.sendResponseHeaders(200, answer.length);
                call.getResponseBody().write(answer);
            }
        });
        aws.start();
    }

    /** As Lambda gives a function with SnapStart its login. */
    Map<String, String> settings() {
        String address = "http://127.0.0.1:" + aws.getAddress().getPort();
        return Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", address + "/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN", "token",
                "AWS_ENDPOINT_URL", address,
                "EVENT_BUS", "campaigns",
                "IMPORT_BUCKET", "imports-test");
    }

    /** On a database without a customer. */
    void ask(PackagedFunction api) throws IOException, InterruptedException {
        String json = "application/json";
        for (String event : List.of(
                HttpEvent.get("/health"),
                HttpEvent.post("/customers", "{\"phone\":\"+254712345678\",\"first_name\":\"Zoë\"}"),
                HttpEvent.of("PATCH", "/customers/1", json, "{\"location\":\"Nairobi\"}"),
                HttpEvent.of("POST", "/customers/import", "text/csv", "phone\n+254712345679\nnone\n"),
                HttpEvent.post("/customers/imports", ""),
                HttpEvent.get("/customers"),
                HttpEvent.post(
                        "/campaigns",
                        "{\"name\":\"A\",\"channel\":\"sms\",\"base_template\":\"Hi {first_name}\",\"audience\":{\"all\":true}}"),
                HttpEvent.post("/campaigns/1/personalized-preview", "{\"customer_id\":1}"),
                HttpEvent.post("/campaigns/1/send", "{\"customer_ids\":[1,2]}"),
                HttpEvent.post("/campaigns/1/send", "{}"),
                HttpEvent.get("/campaigns/1"),
                HttpEvent.get("/campaigns"),
                HttpEvent.get("/campaigns/1/messages"),
                HttpEvent.post("/campaigns/1/retry", "{}"),
                HttpEvent.get("/campaigns/99"),
                HttpEvent.of("DELETE", "/customers/1", json, ""))) {
            int status = api.invoke(event).path("statusCode").asInt();
            if (status >= 500) {
                throw new AssertionError(status + " for " + event + "\n" + api.log());
            }
        }
    }

    @Override
    public void close() {
        aws.stop(0);
    }
}
