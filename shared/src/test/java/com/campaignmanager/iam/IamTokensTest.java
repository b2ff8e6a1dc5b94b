package com.campaignmanager.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.settings.Settings.CacheIam;
import com.campaignmanager.settings.Settings.DatabaseIam;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The expected signatures were made by botocore 1.43 (SigV4QueryAuth) of the same requests at the same instant. */
class IamTokensTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final String KEY = "AKIDEXAMPLE";
    private static final String SECRET = "secret/example+key";

    @Test
    void a_token_for_the_database_is_signed_as_aws_signs_it_with_a_roles_session() {
        String token = tokens(AwsSessionCredentials.create(KEY, SECRET, "session/token=="))
                .forDatabase(new DatabaseIam(
                        "db.cluster-abc.eu-west-1.rds.amazonaws.com", 5432, "campaign_app", "eu-west-1"));

        assertThat(token).startsWith("db.cluster-abc.eu-west-1.rds.amazonaws.com:5432/?");
        assertThat(parameters(token))
                .containsExactlyInAnyOrder(
                        "Action=connect",
                        "DBUser=campaign_app",
                        "X-Amz-Algorithm=AWS4-HMAC-SHA256",
                        "X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Feu-west-1%2Frds-db%2Faws4_request",
                        "X-Amz-Date=20260102T030405Z",
                        "X-Amz-Expires=900",
                        "X-Amz-SignedHeaders=host",
                        "X-Amz-Security-Token=session%2Ftoken%3D%3D",
                        "X-Amz-Signature=0bdf0a7e2a66928fd47fdb82a5f19250baafe7005c623281a5032023088a9c21");
    }

    @Test
    void a_token_for_a_serverless_cache_says_what_it_is() {
        String token = tokens(AwsBasicCredentials.create(KEY, SECRET))
                .forCache(new CacheIam("campaign-app", "campaigns", true, "eu-west-1"));

        assertThat(token).startsWith("campaigns/?");
        assertThat(parameters(token))
                .contains(
                        "User=campaign-app",
                        "ResourceType=ServerlessCache",
                        "X-Amz-Signature=9c65661f8027c243bc34a3c2cb0bd2c08979c8c5db4b26fd637183bccffd6ff6");
    }

    @Test
    void a_token_for_a_replication_group_is_signed_for_its_name() {
        String token = tokens(AwsBasicCredentials.create(KEY, SECRET))
                .forCache(new CacheIam("campaign-app", "campaigns", false, "eu-west-1"));

        assertThat(parameters(token))
                .doesNotContain("ResourceType=ServerlessCache")
                .contains("X-Amz-Signature=7b5d7fad8f9ab54bc7aad8153c59517aeb36db838595cc0ca62161df7f79d79d");
    }

    private static IamTokens tokens(AwsCredentials credentials) {
        return new IamTokens(StaticCredentialsProvider.create(credentials), CLOCK);
    }

    private static List<String> parameters(String token) {
        return List.of(token.substring(token.indexOf('?') + 1).split("&"));
    }
}
