package com.campaignmanager.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.campaignmanager.customer.imports.S3UploadStore;
import com.campaignmanager.customer.imports.UploadStore;
import com.campaignmanager.customer.imports.UploadTerms;
import com.campaignmanager.embedded.AwsEmulator;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Against an emulator of S3, where there is one. */
class S3EmulatorTest {
    private static final String BUCKET = "campaign-imports";

    private static Optional<AwsEmulator> emulator = Optional.empty();

    @BeforeAll
    static void findEmulator() {
        emulator = AwsEmulator.find("s3");
        assumeTrue(emulator.isPresent(), AwsEmulator.NONE);
        try (S3Client s3 = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            s3.createBucket(create -> create.bucket(BUCKET));
        }
    }

    @AfterAll
    static void stop() {
        emulator.ifPresent(AwsEmulator::close);
    }

    @Test
    void a_file_put_to_the_signed_url_is_read_as_it_was_sent_and_then_discarded() throws Exception {
        S3UploadStore store = new S3UploadStore(BUCKET);
        UUID id = UUID.randomUUID();
        String csv = "phone,first_name\n+254712345678,Wanjikũ\n";
        assertThat(store.find(id)).isEmpty();

        UploadStore.Target target = store.target(id, new UploadTerms(UploadTerms.CSV, OptionalLong.empty()));
        HttpRequest.Builder put =
                HttpRequest.newBuilder(URI.create(target.url())).PUT(BodyPublishers.ofString(csv));
        target.headers().forEach(put::header);
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(put.build(), BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
            assertThat(http.send(put.build(), BodyHandlers.discarding()).statusCode())
                    .isEqualTo(412);
        }

        UploadStore.Upload upload = store.find(id).orElseThrow();
        assertThat(upload.size()).isEqualTo(csv.getBytes(StandardCharsets.UTF_8).length);
        try (InputStream content = store.open(id, upload, 0)) {
            assertThat(content).hasBinaryContent(csv.getBytes(StandardCharsets.UTF_8));
        }
        store.discard(id);
        assertThat(store.find(id)).isEmpty();
    }
}
