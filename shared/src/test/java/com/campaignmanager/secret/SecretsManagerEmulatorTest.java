package com.campaignmanager.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.campaignmanager.embedded.AwsEmulator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against an emulator of Secrets Manager, where there is one. */
class SecretsManagerEmulatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names the region alone. */
    private static final SecretArn HERE = SecretArn.of("arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbCdEf")
            .orElseThrow();

    private static Optional<AwsEmulator> emulator = Optional.empty();

    @BeforeAll
    static void findEmulator() {
        emulator = AwsEmulator.find("secretsmanager");
        assumeTrue(emulator.isPresent(), AwsEmulator.NONE);
    }

    @AfterAll
    static void stop() {
        emulator.ifPresent(AwsEmulator::close);
    }

    private final SecretsManager secretsManager = SecretsManager.ofThisFunction();

    private SecretArn created(String value) {
        JsonNode answer = secretsManager.call(
                "CreateSecret",
                HERE,
                JSON.createObjectNode()
                        .put("Name", "gateway-" + UUID.randomUUID())
                        .put("ClientRequestToken", UUID.randomUUID().toString())
                        .put("SecretString", value));
        return SecretArn.of(answer.path("ARN").asText()).orElseThrow();
    }

    @Test
    void several_secrets_are_read_at_once() {
        SecretArn one = created("t0ken");
        SecretArn other = created("k3y");
        assertThat(secretsManager.read(Set.of(one, other))).isEqualTo(Map.of(one, "t0ken", other, "k3y"));
    }

    @Test
    void a_rotated_secret_is_read_with_its_new_value() {
        SecretArn arn = created("old");
        secretsManager.call(
                "PutSecretValue",
                arn,
                JSON.createObjectNode()
                        .put("SecretId", arn.text())
                        .put("ClientRequestToken", UUID.randomUUID().toString())
                        .put("SecretString", "new"));
        assertThat(secretsManager.read(Set.of(arn))).isEqualTo(Map.of(arn, "new"));
    }

    @Test
    void a_secret_that_is_not_there_is_named() {
        assertThatThrownBy(() -> secretsManager.read(Set.of(HERE)))
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining(HERE.text());
    }
}
