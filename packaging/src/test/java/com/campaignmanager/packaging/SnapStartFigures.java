package com.campaignmanager.packaging;

import com.campaignmanager.embedded.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a first request takes after a restore, and how much of it the priming saves. No test, and not run as one:
 * {@code mvn verify -pl packaging -am -Dtest=SnapStartFigures -Dsurefire.failIfNoSpecifiedTests=false} prints the table of
 * docs/decisions/022-snapstart.md. The function has one core to itself, by Linux's {@code taskset}; PostgreSQL, Redis and
 * a bus without any delay have another.
 */
class SnapStartFigures {
    private static final int RUNS = 5;
    private static final String CORE = "1";
    private static final Map<String, String> REQUESTS = Map.of(
            "`GET /campaigns`: PostgreSQL", HttpEvent.get("/campaigns"),
            "`POST /campaigns/1/send`: PostgreSQL, Redis, EventBridge",
                    HttpEvent.post("/campaigns/1/send", "{\"customer_ids\":[1]}"));

    @TempDir
    private Path directory;

    private record Times(long ready, long first) {}

    @Test
    @Timeout(1_200)
    void print() throws Exception {
        StringBuilder table = new StringBuilder("| first request | priming | ready after, ms | first answer, ms |\n");
        table.append("|---|---|---|---|\n");
        for (var request : REQUESTS.entrySet()) {
            for (boolean primed : new boolean[] {false, true}) {
                List<Times> runs = new ArrayList<>();
                for (int run = 0; run < RUNS; run++) {
                    runs.add(run(request.getValue(), primed));
                }
                table.append("| %s | %s | %s | %s |\n"
                        .formatted(
                                request.getKey(),
                                primed ? "yes" : "no",
                                median(runs.stream().map(Times::ready).toList()),
                                median(runs.stream().map(Times::first).toList())));
            }
        }
        System.out.println(table);
    }

    private Times run(String request, boolean primed) throws Exception {
        TestServers.get().flushRedis();
        try (FirstRequests aws = new FirstRequests()) {
            Map<String, String> settings =
                    SamTemplate.read().environment(SamTemplate.read().function("Api"));
            settings.put("DATABASE_URL", TestServers.get().newDatabase());
            settings.put("REDIS_URL", TestServers.get().redis());
            settings.put("DATABASE_CA", "");
            settings.putAll(aws.settings());
            prepare(settings);
            return measure(settings, request, primed);
        }
    }

    /** A customer and a campaign, made by another process. */
    private void prepare(Map<String, String> settings) throws Exception {
        try (PackagedFunction api = start(settings)) {
            api.invoke(HttpEvent.post("/customers", "{\"phone\":\"+254712345678\"}"));
            api.invoke(HttpEvent.post(
                    "/campaigns", "{\"name\":\"Spring\",\"channel\":\"sms\",\"base_template\":\"Hi {first_name}\"}"));
        }
    }

    private Times measure(Map<String, String> settings, String request, boolean primed) throws Exception {
        if (primed) {
            settings.putAll(SnapStartTest.SNAP_START);
        }
        long started = System.nanoTime();
        try (PackagedFunction api = start(settings)) {
            if (primed) {
                api.awaitSnapshot();
            }
            long ready = System.nanoTime();
            if (primed) {
                api.restore();
            }
            api.awaitReady();
            long asked = System.nanoTime();
            int status = api.invoke(request).path("statusCode").asInt();
            long answered = System.nanoTime();
            if (status >= 300) {
                throw new AssertionError(status + "\n" + api.log());
            }
            long readyAfter = (primed ? ready : asked) - started;
            return new Times(
                    Duration.ofNanos(readyAfter).toMillis(),
                    Duration.ofNanos(answered - asked).toMillis());
        }
    }

    private PackagedFunction start(Map<String, String> settings) throws IOException {
        return PackagedFunction.start(
                SamTemplate.read().function("Api").unpack(Files.createTempDirectory(directory, "run-")),
                Launch.with(settings).prefix(List.of("taskset", "-c", CORE)));
    }

    private static String median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return "%d (%d–%d)".formatted(sorted.get(RUNS / 2), sorted.getFirst(), sorted.getLast());
    }
}
