package com.campaignmanager.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * That the calls are such as somebody else's idea of the RDS Data API takes; it runs no SQL. Not against LocalStack, whose
 * images without an account have no Data API.
 */
@EnabledIfEnvironmentVariable(
        named = "AWS_ENDPOINT_URL",
        matches = ".+",
        disabledReason = "no emulator of the RDS Data API: AWS_ENDPOINT_URL is not set")
class DataApiEmulatorTest {
    private static final Map<String, String> SDK =
            Map.of("aws.region", "us-east-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    @BeforeEach
    void prepare() {
        SDK.forEach(System::setProperty);
    }

    @AfterEach
    void clear() {
        SDK.keySet().forEach(System::clearProperty);
    }

    @Test
    void every_call_is_taken() throws Exception {
        Map<String, String> properties = Map.of(
                "ClusterArn", DataApiServer.CLUSTER,
                "SecretArn", DataApiServer.SECRET,
                "Database", "campaigns",
                "MigratorUser", "migrator",
                "ApiUser", "api",
                "WorkerUser", "worker",
                "SchedulerUser", "scheduler",
                "ImporterUser", "importer");
        try (StackEvents stack = new StackEvents(properties)) {
            JsonNode answer = stack.create(
                    new DatabaseAccessHandler(Patience.FOR_AURORA, new CloudFormation(Duration.ofMillis(1))));
            assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("SUCCESS");
        }
    }
}
