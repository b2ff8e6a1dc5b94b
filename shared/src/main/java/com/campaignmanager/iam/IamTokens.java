package com.campaignmanager.iam;

import com.campaignmanager.settings.Settings.CacheIam;
import com.campaignmanager.settings.Settings.DatabaseIam;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Passwords for PostgreSQL and Redis where IAM decides who may log in: signed addresses, made on this machine without a
 * call to AWS. Each is valid for 15 minutes, and only for opening a connection, which may then outlive the token.
 */
public final class IamTokens {
    /** The longest validity that AWS accepts. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(15);

    private static final String SCHEME = "https://";

    private final AwsCredentialsProvider credentials;
    private final Clock clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    public IamTokens(AwsCredentialsProvider credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /** With the function's own role. */
    public static IamTokens ofThisFunction() {
        return new IamTokens(DefaultCredentialsProvider.builder().build(), Clock.systemUTC());
    }

    /** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html */
    public String forDatabase(DatabaseIam iam) {
        return signed(
                connect(iam.host() + ":" + iam.port()).putRawQueryParameter("DBUser", iam.user()),
                "rds-db",
                iam.region());
    }

    /** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html */
    public String forCache(CacheIam iam) {
        SdkHttpRequest.Builder request = connect(iam.cache()).putRawQueryParameter("User", iam.user());
        if (iam.serverless()) {
            request.putRawQueryParameter("ResourceType", "ServerlessCache");
        }
        return signed(request, "elasticache", iam.region());
    }

    private static SdkHttpRequest.Builder connect(String authority) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(SCHEME + authority + "/")
                .putRawQueryParameter("Action", "connect");
    }

    private String signed(SdkHttpRequest.Builder request, String service, String region) {
        AwsCredentialsIdentity identity = credentials.resolveCredentials();
        SignRequest<AwsCredentialsIdentity> toSign = SignRequest.builder(identity)
                .request(request.build())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, GOOD_FOR)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock)
                .build();
        return signer.sign(toSign).request().getUri().toString().substring(SCHEME.length());
    }
}
