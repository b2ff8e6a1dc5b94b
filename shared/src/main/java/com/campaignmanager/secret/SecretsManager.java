package com.campaignmanager.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Reads secrets from AWS Secrets Manager, all of them by one signed request. The SDK's own client would be one more jar to
 * carry and to load for that.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 */
final class SecretsManager implements SecretReader {
    /** The most that one request takes. */
    static final int MOST = 20;

    private static final Logger log = LoggerFactory.getLogger(SecretsManager.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int ATTEMPTS = 2;

    /** What a header can hold, and so every token and key that a provider gives out. */
    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

    private final AwsCredentialsProvider credentials;
    private final Function<SecretArn, URI> endpoint;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** @param endpoint where the Secrets Manager of a secret's region answers */
    SecretsManager(AwsCredentialsProvider credentials, Function<SecretArn, URI> endpoint) {
        this.credentials = credentials;
        this.endpoint = endpoint;
    }

    /**
     * With the function's own role, at the address that the environment gives to every client of AWS, or else at the one
     * of the secret's region: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
     */
    static SecretsManager ofThisFunction() {
        Optional<URI> given = Stream.of(
                        System.getenv("AWS_ENDPOINT_URL_SECRETS_MANAGER"),
                        System.getProperty("aws.endpointUrl"),
                        System.getenv("AWS_ENDPOINT_URL"))
                .filter(address -> address != null && !address.isBlank())
                .findFirst()
                .map(URI::create);
        return new SecretsManager(
                DefaultCredentialsProvider.builder().build(), arn -> given.orElseGet(() -> regional(arn)));
    }

    static URI regional(SecretArn arn) {
        String suffix = arn.partition().equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com";
        return URI.create("https://secretsmanager." + arn.region() + suffix);
    }

    /** Tries once more if Secrets Manager doesn't answer, or says that it is overloaded. */
    @Override
    public Map<SecretArn, String> read(Set<SecretArn> secrets) {
        if (secrets.isEmpty()) {
            return Map.of();
        }
        SecretArn first = secrets.iterator().next();
        if (secrets.size() > MOST
                || secrets.stream().anyMatch(arn -> !arn.region().equals(first.region()))) {
            throw new SecretUnavailableException(
                    "one request reads at most " + MOST + " secrets of one region, not " + secrets);
        }
        ObjectNode request = JSON.createObjectNode();
        secrets.forEach(arn -> request.withArray("SecretIdList").add(arn.text()));
        return values(secrets, call("BatchGetSecretValue", first, request));
    }

    /**
     * @param operation its name in the API
     * @param arn of a secret in the region to ask
     */
    JsonNode call(String operation, SecretArn arn, JsonNode request) {
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        for (int attempt = 1; ; attempt++) {
            try (SdkHttpClient client = UrlConnectionHttpClient.builder()
                    .connectionTimeout(TIMEOUT)
                    .socketTimeout(TIMEOUT)
                    .build()) {
                Answer answer = answer(client, signed(operation, arn, body));
                if (answer.status() == 200) {
                    return JSON.readTree(answer.body());
                }
                if (attempt == ATTEMPTS || !answer.mayPass()) {
                    throw new SecretUnavailableException(
                            "Secrets Manager answered " + answer.status() + " " + answer.error() + " for " + request);
                }
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new SecretUnavailableException(
                            "Secrets Manager does not answer at " + endpoint.apply(arn) + ": " + e.getMessage(), e);
                }
            }
            log.info("reading secrets again: the first attempt failed");
        }
    }

    private SignedRequest signed(String operation, SecretArn arn, byte[] body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint.apply(arn))
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("X-Amz-Target", "secretsmanager." + operation)
                .build();
        return signer.sign(sign -> sign.identity(credentials.resolveCredentials())
                .request(request)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "secretsmanager")
                .putProperty(AwsV4HttpSigner.REGION_NAME, arn.region()));
    }

    private static Answer answer(SdkHttpClient client, SignedRequest request) throws IOException {
        HttpExecuteResponse response = client.prepareRequest(HttpExecuteRequest.builder()
                        .request(request.request())
                        .contentStreamProvider(request.payload().orElseThrow())
                        .build())
                .call();
        try (InputStream body =
                response.responseBody().map(InputStream.class::cast).orElseGet(InputStream::nullInputStream)) {
            return new Answer(response.httpResponse().statusCode(), body.readAllBytes());
        }
    }

    /** The answer's errors are per secret: one that is missing does not hide the others. */
    private static Map<SecretArn, String> values(Set<SecretArn> secrets, JsonNode answer) {
        JsonNode errors = answer.path("Errors");
        if (!errors.isEmpty()) {
            throw new SecretUnavailableException("Secrets Manager does not give "
                    + errors.get(0).path("SecretId").asText() + ": "
                    + errors.get(0).path("ErrorCode").asText());
        }
        Map<String, JsonNode> byArn = new HashMap<>();
        answer.path("SecretValues").forEach(value -> byArn.put(value.path("ARN").asText(), value));
        Map<SecretArn, String> values = new HashMap<>();
        for (SecretArn arn : secrets) {
            JsonNode value = Optional.ofNullable(byArn.get(arn.text()))
                    .orElseThrow(() -> new SecretUnavailableException("Secrets Manager does not know " + arn));
            values.put(arn, usable(arn, value.path("SecretString").asText().strip()));
        }
        return Map.copyOf(values);
    }

    /** The console stores pairs of keys and values as JSON unless it is told otherwise: no provider has such a token. */
    private static String usable(SecretArn arn, String value) {
        if (value.startsWith("{") || !VISIBLE.matcher(value).matches()) {
            throw new SecretUnavailableException(
                    arn + " does not hold plain text: it takes the bare token, of visible ASCII characters, not JSON");
        }
        return value;
    }

    private record Answer(int status, byte[] body) {
        /** AWS's name for the error, without its words: those may name more than a log should hold. */
        String error() {
            try {
                return JSON.readTree(body).path("__type").asText().replaceFirst("^.*#", "");
            } catch (IOException e) {
                return "";
            }
        }

        boolean mayPass() {
            return status >= 500 || error().contains("Throttling");
        }
    }
}
