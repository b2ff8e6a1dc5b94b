package com.campaignmanager.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.campaignmanager.customer.S3UploadStore;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Against an emulator of S3: the one at AWS_ENDPOINT_URL, else LocalStack where there is Docker, else not at all. */
class S3EmulatorTest {
    /** The last image that asks for no account. */
    private static final DockerImageName LOCALSTACK = DockerImageName.parse("localstack/localstack:4.14.0");

    private static final String BUCKET = "campaign-imports";
    private static final Map<String, String> ACCESS =
            Map.of("aws.region", "us-east-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private static Optional<LocalStackContainer> container = Optional.empty();

    @BeforeAll
    static void findEmulator() {
        String given = System.getenv().getOrDefault("AWS_ENDPOINT_URL", "");
        assumeTrue(
                !given.isEmpty() || DockerClientFactory.instance().isDockerAvailable(),
                "no emulator of S3: neither AWS_ENDPOINT_URL nor Docker is here");
        System.setProperty("aws.endpointUrl", given.isEmpty() ? startLocalStack() : given);
        ACCESS.forEach(System::setProperty);
        try (S3Client s3 = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            s3.createBucket(create -> create.bucket(BUCKET));
        }
    }

    private static String startLocalStack() {
        LocalStackContainer localStack = new LocalStackContainer(LOCALSTACK).withServices("s3");
        container = Optional.of(localStack);
        localStack.start();
        return localStack.getEndpoint().toString();
    }

    @AfterAll
    static void stop() {
        container.ifPresent(LocalStackContainer::stop);
        System.clearProperty("aws.endpointUrl");
        ACCESS.keySet().forEach(System::clearProperty);
    }

    @Test
    void a_file_put_to_the_signed_url_is_read_as_it_was_sent_and_then_discarded() throws Exception {
        S3UploadStore store = new S3UploadStore(BUCKET);
        UUID id = UUID.randomUUID();
        String csv = "phone,first_name\n+254712345678,Wanjikũ\n";
        assertThat(store.open(id)).isEmpty();

        HttpRequest put = HttpRequest.newBuilder(URI.create(store.uploadUrl(id)))
                .PUT(BodyPublishers.ofString(csv))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        }

        assertThat(store.size(id)).hasValue(csv.getBytes(StandardCharsets.UTF_8).length);
        try (InputStream content = store.open(id).orElseThrow()) {
            assertThat(content).hasBinaryContent(csv.getBytes(StandardCharsets.UTF_8));
        }
        store.discard(id);
        assertThat(store.open(id)).isEmpty();
    }
}
