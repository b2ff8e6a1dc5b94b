package com.campaignmanager.embedded;

import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * An emulator of AWS for tests of the SDK's clients, which find it by system properties until it is closed: the one at
 * {@code AWS_ENDPOINT_URL}, else LocalStack where there is Docker. A module that uses it needs Testcontainers as a dependency.
 */
public final class AwsEmulator implements AutoCloseable {
    /** Why a test is skipped where {@link #find} finds none. */
    public static final String NONE = "no emulator of AWS: neither AWS_ENDPOINT_URL nor Docker is here";

    /** The last image that needs no account. */
    private static final DockerImageName LOCALSTACK = DockerImageName.parse("localstack/localstack:4.14.0");

    private static final String ENDPOINT = "aws.endpointUrl";
    private static final Map<String, String> ACCESS =
            Map.of("aws.region", "us-east-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private final Optional<LocalStackContainer> container;

    private AwsEmulator(String endpoint, Optional<LocalStackContainer> container) {
        this.container = container;
        System.setProperty(ENDPOINT, endpoint);
        ACCESS.forEach(System::setProperty);
    }

    /** @param services those needed, by LocalStack's names, such as {@code s3} */
    public static Optional<AwsEmulator> find(String... services) {
        String given = System.getenv().getOrDefault("AWS_ENDPOINT_URL", "");
        if (!given.isEmpty()) {
            return Optional.of(new AwsEmulator(given, Optional.empty()));
        }
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        LocalStackContainer localStack = new LocalStackContainer(LOCALSTACK).withServices(services);
        localStack.start();
        return Optional.of(new AwsEmulator(localStack.getEndpoint().toString(), Optional.of(localStack)));
    }

    @Override
    public void close() {
        container.ifPresent(LocalStackContainer::stop);
        System.clearProperty(ENDPOINT);
        ACCESS.keySet().forEach(System::clearProperty);
    }
}
