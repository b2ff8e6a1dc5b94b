package com.campaignmanager.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.campaignmanager.campaign.Campaign;
import com.campaignmanager.customer.Customer;
import com.campaignmanager.iam.IamTokens;
import com.campaignmanager.message.OutboundMessage;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.settings.Settings.DatabaseIam;
import com.fasterxml.jackson.databind.JavaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Properties;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/**
 * What a first request would otherwise spend its time on, done before. Opens no connection and asks for no login; what it
 * makes it throws away, but for what Java itself keeps: loaded classes and compiled code.
 */
final class Priming {
    private static final Logger log = LoggerFactory.getLogger(Priming.class);

    private static final AwsCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none"));

    private final ApiHandler handler;
    private final Settings settings;

    Priming(ApiHandler handler, Settings settings) {
        this.handler = handler;
        this.settings = settings;
    }

    void run() throws IOException {
        answerRequests();
        prepareAnswers();
        readCertificates();
        signNothing();
        makeAwsClient();
        try (InputStream names = Priming.class.getResourceAsStream("/primed-classes.txt")) {
            log.info("primed, with {} classes", PrimedClasses.load(names));
        }
    }

    private void answerRequests() throws IOException {
        for (PrimingRequest request : PrimingRequest.all()) {
            handler.handleRequest(
                    new ByteArrayInputStream(request.event()), OutputStream.nullOutputStream(), invocation());
        }
    }

    /** How each kind of answer is written, which those requests never come to. */
    private static void prepareAnswers() {
        for (Class<?> item : new Class<?>[] {Customer.class, Campaign.class, OutboundMessage.class}) {
            JavaType page = Json.MAPPER.getTypeFactory().constructParametricType(Lists.PageView.class, item);
            Json.MAPPER.writerFor(page);
            Json.MAPPER.writerFor(item);
        }
    }

    /** The first TLS connection waits longest for reading them. */
    private void readCertificates() {
        settings.database().ca().ifPresent(ca -> {
            Properties properties = new Properties();
            properties.setProperty("sslmode", "verify-full");
            properties.setProperty("sslrootcert", ca);
            try {
                new LibPQFactory(properties);
            } catch (PSQLException e) {
                throw new IllegalStateException("DATABASE_CA can't be used", e);
            }
        });
    }

    /** A token that opens nothing. */
    private static void signNothing() {
        new IamTokens(NOBODY, Clock.systemUTC()).forDatabase(new DatabaseIam("localhost", 5432, "none", "none"));
    }

    /** One that calls nobody; to make the first takes the longest by far. */
    private static void makeAwsClient() {
        EventBridgeClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(NOBODY)
                .region(Region.US_EAST_1)
                .build()
                .close();
    }

    /** An invocation that knows no more than whose it is. */
    static Context invocation() {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (_, method, _) -> switch (method.getName()) {
                    case "getRemainingTimeInMillis", "getMemoryLimitInMB" -> 30_000;
                    case "getAwsRequestId" -> PrimingRequest.REQUEST_ID;
                    default -> null;
                });
    }
}
