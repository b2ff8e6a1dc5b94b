package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What became of the messages of campaign 1, to customers 1, 2 and 3. */
class MessagesTest {
    private final TestApi api = TestApi.empty();

    @BeforeEach
    void one_is_sent_and_two_have_failed() {
        TestApi.tables().addCustomers(3);
        TestApi.tables().addCampaigns(1);
        api.call(Request.post("/campaigns/1/send", "{\"customer_ids\": [1, 2, 3]}"), 202);
        TestApi.tables().run("UPDATE outbound_messages SET status = 'sent', provider_id = 'abc' WHERE customer_id = 1");
        TestApi.tables().failMessage(1, 2, "transient");
        TestApi.tables().failMessage(1, 3, "permanent");
        TestApi.tables().setStatus(1, "sent");
    }

    private static Request retry(String body) {
        return Request.post("/campaigns/1/retry", body);
    }

    @Test
    void the_list_says_who_got_what_and_why_not() {
        Answer list = api.get("/campaigns/1/messages");

        assertThat(list.number("/pagination/total_count")).isEqualTo(3);
        assertThat(list.text("/data/0/failure_kind")).isEqualTo("permanent");
        assertThat(list.text("/data/1/last_error")).isEqualTo("max retries exceeded: down");
        assertThat(list.number("/data/1/retry_count")).isEqualTo(3);
        assertThat(list.text("/data/2/provider_id")).isEqualTo("abc");
        assertThat(list.json().at("/data/2/failure_kind").isNull()).isTrue();
    }

    @Test
    void the_list_says_when_a_message_is_tried_next_and_what_it_was_refused_for() {
        TestApi.tables().run("""
                UPDATE outbound_messages SET status = 'pending', next_attempt_at = '2030-01-01T09:00:00Z',
                                             error_class = 'throttle', error_code = '20429'
                WHERE customer_id = 3
                """);

        Answer list = api.get("/campaigns/1/messages");

        assertThat(list.text("/data/0/next_attempt_at")).isEqualTo("2030-01-01T09:00:00Z");
        assertThat(list.text("/data/0/error_class")).isEqualTo("throttle");
        assertThat(list.text("/data/0/error_code")).isEqualTo("20429");
        assertThat(list.json().at("/data/1/next_attempt_at").isNull()).isTrue();
        assertThat(list.json().at("/data/2/error_class").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"pending, 0", "sent, 1", "failed, 2"})
    void the_list_is_filtered_by_status(String status, long count) {
        Answer list = api.get("/campaigns/1/messages?status=" + status);

        assertThat(list.number("/pagination/total_count")).isEqualTo(count);
        assertThat(list.json().at("/data")).hasSize((int) count);
        list.json()
                .at("/data")
                .forEach(row -> assertThat(row.path("status").stringValue()).isEqualTo(status));
    }

    @Test
    void the_statistics_count_every_message_and_none_as_sending() {
        assertThat(api.get("/campaigns/1").json().at("/stats").toString())
                .isEqualTo("{\"total\":3,\"pending\":0,\"sending\":0,\"sent\":1,\"failed\":2}");
        assertThat(api.get("/campaigns").json().at("/data/0/stats").toString())
                .isEqualTo("{\"total\":3,\"pending\":0,\"sending\":0,\"sent\":1,\"failed\":2}");
    }

    @Test
    void a_retry_sets_the_failed_messages_to_pending() {
        Answer retried = api.call(retry("{}"), 202);

        assertThat(retried.body()).isEqualTo("{\"campaign_id\":1,\"messages_queued\":2,\"status\":\"sending\"}");
        Answer after = api.get("/campaigns/1");
        assertThat(after.text("/status")).isEqualTo("sending");
        assertThat(after.number("/stats/pending")).isEqualTo(2);
        assertThat(after.number("/stats/sent")).isEqualTo(1);
        Answer pending = api.get("/campaigns/1/messages?status=pending");
        assertThat(pending.number("/data/0/retry_count")).isZero();
        assertThat(pending.json().at("/data/0/last_error").isNull()).isTrue();
    }

    @Test
    void a_retry_without_a_body_means_every_kind() {
        assertThat(api.call(Request.of("POST", "/campaigns/1/retry"), 202).number("/messages_queued"))
                .isEqualTo(2);
    }

    @Test
    void a_retry_of_one_kind_leaves_the_others() {
        Answer retried = api.call(retry("{\"kinds\": [\"permanent\", \"permanent\"]}"), 202);

        assertThat(retried.number("/messages_queued")).isEqualTo(1);
        assertThat(api.get("/campaigns/1").number("/stats/failed")).isEqualTo(1);
    }

    @Test
    void a_retry_of_nothing_changes_nothing() {
        Answer retried = api.call(retry("{\"kinds\": [\"uncertain\"]}"), 202);

        assertThat(retried.body()).isEqualTo("{\"campaign_id\":1,\"messages_queued\":0,\"status\":\"sent\"}");
        assertThat(api.get("/campaigns/1").text("/status")).isEqualTo("sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "scheduled"})
    void what_was_never_sent_can_not_be_retried(String status) {
        TestApi.tables().setStatus(1, status);

        api.refused(retry("{}"), 409, "wrong_status");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                {"kinds": []}            | invalid_request
                {"kinds": ["other"]}     | invalid_request
                {"kinds": "transient"}   | invalid_request
                {"kinds": null}          | invalid_request
                {"kinds": [null]}        | invalid_request
                {"kind": ["transient"]}  | invalid_request
                {"kinds": [              | malformed_json
                """)
    void a_bad_retry_is_refused_and_changes_nothing(String body, String code) {
        api.refused(retry(body), 400, code);

        assertThat(api.get("/campaigns/1").number("/stats/failed")).isEqualTo(2);
    }

    /** 100 messages of 270 KB once were 27 MB, more than a function can answer with. */
    @Test
    void a_page_of_long_messages_ends_early_and_link_leads_through_all_of_them() {
        TestApi.tables().addCustomers(57);
        TestApi.tables().run("""
                INSERT INTO outbound_messages (campaign_id, customer_id, rendered_content)
                SELECT 1, id, repeat('"' || chr(10) || '😀', 50000) FROM customers WHERE id > 3
                """);
        List<Long> seen = new ArrayList<>();
        int pages = 0;
        for (Optional<Request> at = Optional.of(Request.get("/campaigns/1/messages?page_size=100")); at.isPresent(); ) {
            Answer page = api.call(at.get(), 200);
            byte[] asReturned = JsonMapper.shared().writeValueAsBytes(page.body());
            assertThat(asReturned).hasSizeLessThan(5_000_000);
            assertThat(page.number("/pagination/page_size")).isEqualTo(100);
            page.json()
                    .at("/data")
                    .forEach(message -> seen.add(message.path("id").longValue()));
            pages++;
            at = page.link("next");
        }

        assertThat(seen)
                .hasSize(60)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        assertThat(pages).isBetween(8, 20);
    }
}
