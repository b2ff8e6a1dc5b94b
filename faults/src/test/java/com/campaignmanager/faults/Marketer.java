package com.campaignmanager.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A client of the API that repeats a call when it gets no answer. */
final class Marketer {
    private static final int CUSTOMERS = 1_500;
    private static final int NAMED = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stage stage;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    Marketer(Stage stage) {
        this.stage = stage;
        stage.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO customers (phone, first_name)
                SELECT '+2547' || lpad(s::text, 8, '0'), 'Name' || s FROM generate_series(1, ?) AS s
                """, CUSTOMERS));
    }

    /** Starts one more campaign: to named customers, to everybody, or scheduled for now. */
    void startCampaign(SplittableRandom random) throws InterruptedException {
        switch (random.nextInt(3)) {
            case 0 -> send(create(""), "{\"customer_ids\":" + named(random) + "}");
            case 1 -> send(create(""), "{\"audience\":{\"all\":true}}");
            default -> create(",\"audience\":{\"all\":true},\"scheduled_at\":\"" + Instant.now() + "\"");
        }
    }

    private static List<Long> named(SplittableRandom random) {
        Set<Long> ids = random.longs(1, CUSTOMERS + 1L).limit(NAMED).boxed().collect(Collectors.toSet());
        return List.copyOf(ids);
    }

    /** A campaign that was created although the answer was lost stays a draft, or is sent as scheduled. */
    private long create(String more) throws InterruptedException {
        String body = "{\"name\":\"Faults\",\"channel\":\"sms\",\"base_template\":\"Hi {first_name}!\"" + more + "}";
        while (true) {
            try {
                HttpResponse<String> answer = post("/campaigns", body);
                if (answer.statusCode() == 201) {
                    return JSON.readTree(answer.body()).get("id").longValue();
                }
            } catch (IOException e) {
                // the API was killed: ask again
            }
            Patiently.pause();
        }
    }

    /** Sends once: after an error or a lost answer, the campaign's status shows whether it was sent. */
    private void send(long campaign, String body) throws InterruptedException {
        while (isDraft(campaign)) {
            try {
                post("/campaigns/" + campaign + "/send", body);
            } catch (IOException e) {
                // the API was killed: look, and ask again
            }
            Patiently.pause();
        }
    }

    private boolean isDraft(long campaign) {
        return Patiently.ask(() -> stage.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT status = 'draft' FROM campaigns WHERE id = ?")
                        .bind(0, campaign)
                        .mapTo(Boolean.class)
                        .one()));
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stage.apiUrl() + path))
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
