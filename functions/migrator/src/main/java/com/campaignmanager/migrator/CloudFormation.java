package com.campaignmanager.migrator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the outcome of a request goes: an address in S3, signed for one {@code PUT} without a content type.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
 */
final class CloudFormation {
    private static final Logger log = LoggerFactory.getLogger(CloudFormation.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    /** The longest that all attempts take together. */
    static final Duration MAX_DURATION = TIMEOUT.multipliedBy(ATTEMPTS).plusSeconds(4);

    private final Duration firstPause;

    /** @param firstPause after a failed attempt; it doubles, and 500 ms are within {@link #MAX_DURATION} */
    CloudFormation(Duration firstPause) {
        this.firstPause = firstPause;
    }

    /** @throws IOException if it could not be told */
    void tell(ResourceEvent event, Outcome outcome) throws IOException {
        HttpRequest answer = HttpRequest.newBuilder(event.responseUrl())
                .timeout(TIMEOUT)
                .PUT(BodyPublishers.ofString(json(event, outcome)))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build()) {
            tell(client, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while answering CloudFormation", e);
        }
    }

    private void tell(HttpClient client, HttpRequest answer) throws IOException, InterruptedException {
        Duration pause = firstPause;
        for (int attempt = 1; ; attempt++) {
            String failure = failure(client, answer);
            if (failure.isEmpty()) {
                return;
            }
            log.warn("CloudFormation did not take the answer: {}", failure);
            if (attempt == ATTEMPTS) {
                throw new IOException("CloudFormation could not be told");
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /** What went wrong; empty: nothing. Never the address, which whoever has it may write to. */
    private static String failure(HttpClient client, HttpRequest answer) throws InterruptedException {
        try {
            int status = client.send(answer, BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? "" : "status " + status;
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static String json(ResourceEvent event, Outcome outcome) {
        return JSON.createObjectNode()
                .put("Status", outcome.status())
                .put("Reason", outcome.reason())
                .put("PhysicalResourceId", event.physicalId())
                .put("StackId", event.stackId())
                .put("RequestId", event.requestId())
                .put("LogicalResourceId", event.logicalId())
                .toString();
    }
}
