package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendTest {
    private final TestApi api = TestApi.empty();

    private long campaign() {
        return campaign("Hi {first_name}, check {preferred_product}!", "");
    }

    private long campaign(String template, String more) {
        return api.create(
                "/campaigns",
                "{\"name\": \"Sale\", \"channel\": \"sms\", \"base_template\": \"" + template + "\"" + more + "}");
    }

    private static Request send(long campaign, String body) {
        return Request.post("/campaigns/" + campaign + "/send", body);
    }

    /** The Overview's example, word for word. */
    @Test
    void sending_to_three_customers_answers_202_and_queues_three_messages() {
        TestApi.tables().addCustomers(3);
        long campaign = campaign();
        assertThat(campaign).isEqualTo(1);

        Answer sent = api.call(send(1, "{\"customer_ids\": [1, 2, 3]}"), 202);

        assertThat(sent.body()).isEqualTo("{\"campaign_id\":1,\"messages_queued\":3,\"status\":\"sending\"}");
        Answer after = api.get("/campaigns/1");
        assertThat(after.text("/status")).isEqualTo("sending");
        assertThat(after.number("/recipients_expected")).isEqualTo(3);
        assertThat(after.json().at("/stats").toString())
                .isEqualTo("{\"total\":3,\"pending\":3,\"sending\":0,\"sent\":0,\"failed\":0}");
    }

    /** The Overview's example, word for word. */
    @Test
    void a_message_is_the_template_with_the_customers_values() {
        api.create(
                "/customers",
                "{\"phone\": \"+254712345678\", \"first_name\": \"Alice\", \"preferred_product\": \"Shoes\"}");
        long campaign = campaign();

        api.call(send(campaign, "{\"customer_ids\": [1]}"), 202);

        Answer messages = api.get("/campaigns/" + campaign + "/messages");
        assertThat(messages.text("/data/0/rendered_content")).isEqualTo("Hi Alice, check Shoes!");
        assertThat(messages.text("/data/0/status")).isEqualTo("pending");
        assertThat(messages.text("/data/0/phone")).isEqualTo("+254712345678");
        assertThat(messages.number("/data/0/retry_count")).isZero();
        assertThat(messages.json().at("/data/0/last_error").isNull()).isTrue();
    }

    @Test
    void a_repeated_id_counts_once() {
        TestApi.tables().addCustomers(2);

        Answer sent = api.call(send(campaign(), "{\"customer_ids\": [2, 1, 2, 2]}"), 202);

        assertThat(sent.number("/messages_queued")).isEqualTo(2);
    }

    @Test
    void an_audience_by_id_is_the_same_as_customer_ids() {
        TestApi.tables().addCustomers(2);

        Answer sent = api.call(send(campaign(), "{\"audience\": {\"customer_ids\": [1, 2]}}"), 202);

        assertThat(sent.number("/messages_queued")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                {"all": true}                                                    | 4
                {"filter": {"location": "Nairobi"}}                              | 2
                {"filter": {"preferred_product": "Shoes"}}                       | 2
                {"filter": {"location": "Nairobi", "preferred_product": "Shoes"}} | 1
                """)
    void other_audiences_are_answered_with_the_number_of_customers_that_match(String audience, long matching) {
        TestApi.tables().run("""
                INSERT INTO customers (phone, location, preferred_product) VALUES
                ('+254700000001', 'Nairobi', 'Shoes'), ('+254700000002', 'Nairobi', ''),
                ('+254700000003', 'Kisumu', 'Shoes'), ('+254700000004', '', '')
                """);
        long campaign = campaign();

        Answer sent = api.call(send(campaign, "{\"audience\": " + audience + "}"), 202);

        assertThat(sent.number("/messages_queued")).isEqualTo(matching);
        Answer after = api.get("/campaigns/" + campaign);
        assertThat(after.text("/status")).isEqualTo("sending");
        assertThat(after.number("/recipients_expected")).isEqualTo(matching);
    }

    @Test
    void an_empty_body_sends_to_the_stored_audience() {
        TestApi.tables().addCustomers(3);
        long campaign = campaign("Hi", ", \"audience\": {\"customer_ids\": [1, 3]}");

        assertThat(api.call(send(campaign, "{}"), 202).number("/messages_queued"))
                .isEqualTo(2);
    }

    @Test
    void a_scheduled_campaign_can_be_sent_before_its_time() {
        TestApi.tables().addCustomers(1);
        long campaign = campaign("Hi", ", \"scheduled_at\": \"2030-01-01T00:00:00Z\"");

        api.call(send(campaign, "{\"customer_ids\": [1]}"), 202);

        assertThat(api.get("/campaigns/" + campaign).text("/status")).isEqualTo("sending");
    }

    @Test
    void of_two_sends_at_once_one_is_202_and_the_other_409() throws Exception {
        TestApi.tables().addCustomers(50);
        String body = "{\"customer_ids\": " + ids(1, 50) + "}";
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 5; round++) {
                long campaign = campaign();
                CyclicBarrier start = new CyclicBarrier(2);
                Callable<Integer> one = () -> {
                    start.await();
                    return api.call(send(campaign, body)).status();
                };
                List<Future<Integer>> both = pool.invokeAll(List.of(one, one));

                assertThat(List.of(both.get(0).get(), both.get(1).get())).containsExactlyInAnyOrder(202, 409);
                assertThat(api.get("/campaigns/" + campaign).number("/stats/total"))
                        .isEqualTo(50);
            }
        }
    }

    @Test
    void the_text_of_a_message_stays_as_it_was_when_it_was_sent() {
        TestApi.tables().addCustomers(1);
        long campaign = campaign("Hi {first_name}", "");
        api.call(send(campaign, "{\"customer_ids\": [1]}"), 202);

        api.call(Request.patch("/customers/1", "{\"first_name\": \"Another\"}"), 200);

        assertThat(api.get("/campaigns/" + campaign + "/messages").text("/data/0/rendered_content"))
                .isEqualTo("Hi Name1");
    }

    private static String ids(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
