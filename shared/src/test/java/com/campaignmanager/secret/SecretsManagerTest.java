package com.campaignmanager.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.secret.FakeSecretsManager.Answer;
import com.campaignmanager.secret.FakeSecretsManager.Request;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Answers are of the form that the API's reference shows. */
class SecretsManagerTest {
    private static final SecretArn GATEWAY = arn("gateway-AbCdEf");
    private static final SecretArn OTHER = arn("other/one-GhIjKl");

    private static final String BOTH = """
            {"SecretValues": [
               {"ARN": "%s", "Name": "other/one", "SecretString": "k3y", "VersionStages": ["AWSCURRENT"]},
               {"ARN": "%s", "Name": "gateway", "SecretString": "t0ken\\n", "VersionStages": ["AWSCURRENT"],
                "VersionId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111", "CreatedDate": 1.700173659103E9}],
             "Errors": []}
            """.formatted(OTHER, GATEWAY);

    private static SecretArn arn(String name) {
        return SecretArn.of("arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + name)
                .orElseThrow();
    }

    private static SecretsManager at(URI address) {
        return new SecretsManager(
                StaticCredentialsProvider.create(AwsSessionCredentials.create("AKID", "key", "session")), _ -> address);
    }

    @Test
    void one_signed_request_reads_all_secrets() throws IOException {
        try (FakeSecretsManager server = new FakeSecretsManager(new Answer(200, BOTH))) {
            Map<SecretArn, String> values = at(server.address()).read(Set.of(GATEWAY, OTHER));
            assertThat(values).isEqualTo(Map.of(GATEWAY, "t0ken", OTHER, "k3y"));

            assertThat(server.requests()).hasSize(1);
            Request request = server.requests().getFirst();
            assertThat(request.headers().getFirst("X-Amz-Target")).isEqualTo("secretsmanager.BatchGetSecretValue");
            assertThat(request.headers().getFirst("X-Amz-Security-Token")).isEqualTo("session");
            assertThat(request.headers().getFirst("Authorization"))
                    .matches("AWS4-HMAC-SHA256 Credential=AKID/\\d{8}/eu-west-1/secretsmanager/aws4_request, "
                            + "SignedHeaders=\\S*\\bx-amz-target, Signature=[0-9a-f]{64}");
            assertThat(request.body())
                    .startsWith("{\"SecretIdList\":[")
                    .contains(GATEWAY.text())
                    .contains(OTHER.text());
        }
    }

    @Test
    void a_secret_that_is_not_given_is_named_with_the_reason() throws IOException {
        String answer = """
                {"SecretValues": [], "Errors": [{"SecretId": "%s", "ErrorCode": "AccessDeniedException",
                  "Message": "You are not authorized to perform this action"}]}
                """.formatted(GATEWAY);
        try (FakeSecretsManager server = new FakeSecretsManager(new Answer(200, answer))) {
            assertThatThrownBy(() -> at(server.address()).read(Set.of(GATEWAY)))
                    .isInstanceOf(SecretUnavailableException.class)
                    .hasMessage("Secrets Manager does not give " + GATEWAY + ": AccessDeniedException");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503|",
                "500|{\"__type\":\"InternalServiceError\"}",
                "400|{\"__type\":\"com.amazon.coral.availability#ThrottlingException\"}"
            })
    void an_overload_is_tried_again_once(int status, String body) throws IOException {
        try (FakeSecretsManager server =
                new FakeSecretsManager(new Answer(status, body == null ? "" : body), new Answer(200, BOTH))) {
            assertThat(at(server.address()).read(Set.of(GATEWAY, OTHER))).hasSize(2);
        }
    }

    @Test
    void a_refusal_is_not_tried_again() throws IOException {
        String refusal = "{\"__type\":\"AccessDeniedException\",\"Message\":\"User: x is not authorized\"}";
        try (FakeSecretsManager server = new FakeSecretsManager(new Answer(400, refusal))) {
            assertThatThrownBy(() -> at(server.address()).read(Set.of(GATEWAY)))
                    .isInstanceOf(SecretUnavailableException.class)
                    .hasMessageContaining("answered 400 AccessDeniedException")
                    .hasMessageContaining(GATEWAY.text());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_network_without_a_way_there_is_named() throws IOException {
        URI closed;
        try (FakeSecretsManager server = new FakeSecretsManager()) {
            closed = server.address();
        }
        assertThatThrownBy(() -> at(closed).read(Set.of(GATEWAY)))
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageStartingWith("Secrets Manager does not answer at " + closed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\\\"token\\\":\\\"hunter2\\\"}", "hunter2 hunter2", "hunter2\\nhunter2", ""})
    void a_value_that_no_header_can_hold_is_refused_without_being_shown(String value) throws IOException {
        String answer =
                "{\"SecretValues\":[{\"ARN\":\"%s\",\"SecretString\":\"%s\"}],\"Errors\":[]}".formatted(GATEWAY, value);
        try (FakeSecretsManager server = new FakeSecretsManager(new Answer(200, answer))) {
            assertThatThrownBy(() -> at(server.address()).read(Set.of(GATEWAY)))
                    .isInstanceOf(SecretUnavailableException.class)
                    .hasMessageStartingWith(GATEWAY + " does not hold plain text")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void more_secrets_than_one_request_takes_are_refused() {
        Set<SecretArn> many = IntStream.rangeClosed(0, SecretsManager.MOST)
                .mapToObj(i -> arn("s%06d-AbCdEf".formatted(i)))
                .collect(Collectors.toSet());
        assertThatThrownBy(() -> at(URI.create("http://127.0.0.1:1")).read(many))
                .hasMessageStartingWith("one request reads at most 20 secrets of one region");
    }

    @Test
    void nothing_is_asked_for_no_secrets() {
        assertThat(at(URI.create("http://127.0.0.1:1")).read(Set.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf, https://secretsmanager.eu-west-1.amazonaws.com",
        "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:x-AbCdEf, https://secretsmanager.cn-north-1.amazonaws.com.cn"
    })
    void a_secret_is_read_where_its_arn_says(String arn, String address) {
        assertThat(SecretsManager.regional(SecretArn.of(arn).orElseThrow())).isEqualTo(URI.create(address));
    }
}
