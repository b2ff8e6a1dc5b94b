package com.campaignmanager.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.customer.imports.S3UploadStore;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that keeps objects and answers as S3 does; that signatures are right only S3 itself can tell. */
class S3UploadStoreTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("aws.region", "eu-west-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final S3UploadStore store = new S3UploadStore("uploads");
    private final UUID id = UUID.randomUUID();
    private HttpServer s3;

    @BeforeEach
    void start() throws IOException {
        s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/", this::answer);
        s3.start();
        ENVIRONMENT.forEach(System::setProperty);
        System.setProperty(
                "aws.endpointUrl", "http://127.0.0.1:" + s3.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        s3.stop(0);
        ENVIRONMENT.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }

    @Test
    void a_file_put_to_the_upload_url_is_read_and_discarded() throws Exception {
        assertThat(store.open(id)).isEmpty();
        assertThat(store.size(id)).isEmpty();
        URI url = URI.create(store.uploadUrl(id));
        assertThat(url.getPath()).isEqualTo("/uploads/imports/" + id + ".csv");
        assertThat(url.getQuery()).contains("X-Amz-Signature=", "X-Amz-Expires=3600", "X-Amz-SignedHeaders=host&");
        assertThat(put(url, "phone\n+254712345678\n")).isEqualTo(200);
        assertThat(store.size(id)).hasValue(20);
        try (InputStream content = store.open(id).orElseThrow()) {
            assertThat(content).hasBinaryContent("phone\n+254712345678\n".getBytes(StandardCharsets.UTF_8));
        }
        store.discard(id);
        store.discard(id);
        assertThat(store.open(id)).isEmpty();
    }

    @Test
    void a_stream_closed_early_does_not_read_the_rest() throws Exception {
        objects.put("/uploads/imports/" + id + ".csv", new byte[50_000_000]);
        try (InputStream content = store.open(id).orElseThrow()) {
            assertThat(content.readNBytes(10)).hasSize(10);
        }
    }

    private static int put(URI url, String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .PUT(BodyPublishers.ofString(body))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String key = call.getRequestURI().getPath();
            switch (call.getRequestMethod()) {
                case "PUT" -> {
                    objects.put(key, call.getRequestBody().readAllBytes());
                    call.sendResponseHeaders(200, -1);
                }
                case "DELETE" -> {
                    objects.remove(key);
                    call.sendResponseHeaders(204, -1);
                }
                default -> {
                    byte[] object = objects.get(key);
                    if (object == null) {
                        call.sendResponseHeaders(404, -1);
                    } else if (call.getRequestMethod().equals("HEAD")) {
                        call.getResponseHeaders().set("Content-Length", String.valueOf(object.length));
                        call.sendResponseHeaders(200, -1);
                    } else {
                        call.sendResponseHeaders(200, object.length);
                        call.getResponseBody().write(object);
                    }
                }
            }
        }
    }
}
