package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One handler may serve many requests at once, as it does on one machine. */
class ConcurrencyTest {
    private final TestApi api = TestApi.empty();

    @Test
    void each_of_many_requests_at_once_gets_its_own_answer() throws Exception {
        Set<String> requestIds = new HashSet<>();
        for (Future<List<Answer>> pair : atOnce(IntStream.range(0, 200)
                .<Callable<List<Answer>>>mapToObj(i -> () -> createAndMiss(i))
                .toList())) {
            pair.get()
                    .forEach(answer ->
                            requestIds.add(answer.header("X-Request-Id").orElseThrow()));
        }

        assertThat(requestIds).hasSize(400);
        assertThat(api.get("/customers").number("/pagination/total_count")).isEqualTo(200);
    }

    @Test
    void of_many_customers_with_one_phone_created_at_once_one_is_created() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (Future<Answer> answer : atOnce(IntStream.range(0, 20)
                .<Callable<Answer>>mapToObj(_ -> () -> api.call(Request.post("/customers", customer(7, "Same"))))
                .toList())) {
            statuses.add(answer.get().status());
        }

        assertThat(statuses).containsOnlyOnce(201).contains(409).containsOnly(201, 409);
    }

    private List<Answer> createAndMiss(int i) {
        Answer created = api.call(Request.post("/customers", customer(i, "Name" + i)), 201);
        assertThat(created.text("/first_name")).isEqualTo("Name" + i);
        Answer missed = api.refused(Request.get("/campaigns/" + (1000 + i)), 404, "campaign_not_found");
        assertThat(missed.text("/detail")).contains(Integer.toString(1000 + i));
        return List.of(created, missed);
    }

    private static <T> List<Future<T>> atOnce(List<Callable<T>> calls) throws InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            return pool.invokeAll(calls);
        }
    }

    private static String customer(int number, String name) {
        return "{\"phone\": \"+2547%08d\", \"first_name\": \"%s\"}".formatted(number, name);
    }
}
