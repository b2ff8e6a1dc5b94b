package com.campaignmanager.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.customer.imports.S3UploadStore;
import com.campaignmanager.customer.imports.UploadReplacedException;
import com.campaignmanager.customer.imports.UploadStore.Target;
import com.campaignmanager.customer.imports.UploadStore.Upload;
import com.campaignmanager.customer.imports.UploadTerms;
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
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that keeps objects and answers as S3 does; that signatures are right only S3 itself can tell. */
class S3UploadStoreTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("aws.region", "eu-west-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private static final UploadTerms CSV = new UploadTerms(UploadTerms.CSV, OptionalLong.empty());

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
        assertThat(store.find(id)).isEmpty();
        Target target = store.target(id, CSV);
        assertThat(URI.create(target.url()).getPath()).isEqualTo("/uploads/imports/" + id + ".csv");
        assertThat(put(target, "phone\n+254712345678\n")).isEqualTo(200);
        Upload upload = store.find(id).orElseThrow();
        assertThat(upload.size()).isEqualTo(20);
        try (InputStream content = store.open(id, upload, 0)) {
            assertThat(content).hasBinaryContent("phone\n+254712345678\n".getBytes(StandardCharsets.UTF_8));
        }
        store.discard(id);
        store.discard(id);
        assertThat(store.find(id)).isEmpty();
    }

    @Test
    void an_address_takes_one_file_of_its_type_within_an_hour() {
        Target target = store.target(id, CSV);
        assertThat(target.headers()).isEqualTo(Map.of("content-type", "text/csv", "if-none-match", "*"));
        assertThat(URI.create(target.url()).getQuery())
                .contains(
                        "X-Amz-Signature=",
                        "X-Amz-Expires=3600",
                        "X-Amz-SignedHeaders=content-type;host;if-none-match");
    }

    @Test
    void a_size_that_is_known_before_is_signed() {
        Target target = store.target(id, new UploadTerms(UploadTerms.VCARD, OptionalLong.of(20)));
        assertThat(target.headers())
                .isEqualTo(Map.of("content-length", "20", "content-type", "text/vcard", "if-none-match", "*"));
    }

    @Test
    void a_second_file_is_refused() throws Exception {
        Target target = store.target(id, CSV);
        assertThat(put(target, "first")).isEqualTo(200);
        assertThat(put(target, "second")).isEqualTo(412);
        assertThat(store.find(id).orElseThrow().size()).isEqualTo(5);
    }

    @Test
    void a_file_is_read_on_from_any_byte() throws Exception {
        put(store.target(id, CSV), "0123456789");
        Upload upload = store.find(id).orElseThrow();
        try (InputStream content = store.open(id, upload, 7)) {
            assertThat(content).hasBinaryContent("789".getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream nothing = store.open(id, upload, 10)) {
            assertThat(nothing).isEmpty();
        }
    }

    @Test
    void a_file_that_was_replaced_is_not_read_as_the_one_before() throws Exception {
        put(store.target(id, CSV), "first");
        Upload first = store.find(id).orElseThrow();
        objects.put("/uploads/imports/" + id + ".csv", "other".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> store.open(id, first, 2)).isInstanceOf(UploadReplacedException.class);
        objects.clear();
        assertThatThrownBy(() -> store.open(id, first, 2)).isInstanceOf(UploadReplacedException.class);
    }

    @Test
    void a_stream_closed_early_does_not_read_the_rest() throws Exception {
        objects.put("/uploads/imports/" + id + ".csv", new byte[50_000_000]);
        try (InputStream content = store.open(id, store.find(id).orElseThrow(), 0)) {
            assertThat(content.readNBytes(10)).hasSize(10);
        }
    }

    private static int put(Target target, String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(target.url())).PUT(BodyPublishers.ofString(body));
            target.headers().forEach(request::header);
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String key = call.getRequestURI().getPath();
            switch (call.getRequestMethod()) {
                case "PUT" -> {
                    byte[] body = call.getRequestBody().readAllBytes();
                    boolean once = "*".equals(call.getRequestHeaders().getFirst("If-None-Match"));
                    boolean there = objects.containsKey(key);
                    if (!once || !there) {
                        objects.put(key, body);
                    }
                    call.sendResponseHeaders(once && there ? 412 : 200, -1);
                }
                case "DELETE" -> {
                    objects.remove(key);
                    call.sendResponseHeaders(204, -1);
                }
                default -> read(call, objects.get(key));
            }
        }
    }

    private static void read(HttpExchange call, byte[] object) throws IOException {
        if (object == null) {
            call.sendResponseHeaders(404, -1);
            return;
        }
        String tag = "\"" + Arrays.hashCode(object) + "\"";
        call.getResponseHeaders().set("ETag", tag);
        String wanted = call.getRequestHeaders().getFirst("If-Match");
        String range = call.getRequestHeaders().getFirst("Range");
        if (wanted != null && !wanted.equals(tag)) {
            call.sendResponseHeaders(412, -1);
        } else if (call.getRequestMethod().equals("HEAD")) {
            call.getResponseHeaders().set("Content-Length", String.valueOf(object.length));
            call.sendResponseHeaders(200, -1);
        } else {
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            call.sendResponseHeaders(range == null ? 200 : 206, object.length - from);
            call.getResponseBody().write(object, from, object.length - from);
        }
    }
}
