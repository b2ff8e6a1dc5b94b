package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends that are refused; nothing has changed then. */
class RefusedSendTest {
    private final TestApi api = TestApi.empty();

    private static Request send(long campaign, String body) {
        return Request.post("/campaigns/" + campaign + "/send", body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                {}                                                          | no_audience
                {"customer_ids": []}                                        | invalid_request
                {"customer_ids": null}                                      | invalid_request
                {"customer_ids": "all"}                                     | invalid_request
                {"customer_ids": ["1"]}                                     | invalid_request
                {"customer_ids": [1.5]}                                     | invalid_request
                {"customer_ids": [true]}                                    | invalid_request
                {"customer_ids": [null]}                                    | invalid_request
                {"customer_ids": [0]}                                       | invalid_request
                {"customer_ids": [-1]}                                      | invalid_request
                {"customer_ids": [9223372036854775808]}                     | invalid_request
                {"customer_ids": [1], "audience": {"all": true}}            | invalid_request
                {"customer_ids": [1], "dry_run": true}                      | invalid_request
                {"audience": {"customer_ids": []}}                          | invalid_request
                {"audience": {"filter": {"location": "Nowhere"}}}           | empty_audience
                {"audience": {"all": 1}}                                    | invalid_request
                {"customer_ids": [1}                                        | malformed_json
                {"customer_ids": [1]} x                                     | malformed_json
                {'customer_ids': [1]}                                       | malformed_json
                {"customer_ids": [1],}                                      | malformed_json
                """)
    void a_bad_send_is_refused_and_changes_nothing(String body, String code) {
        TestApi.tables().addCustomers(1);
        long campaign = campaign();
        Answer before = api.get("/campaigns/" + campaign);

        api.refused(send(campaign, body), 400, code);

        assertThat(api.get("/campaigns/" + campaign).json()).isEqualTo(before.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "[1]", "7", "\"x\""})
    void a_body_that_is_no_object_is_refused(String body) {
        long campaign = campaign();

        assertThat(api.call(send(campaign, body), 400).code()).isIn("malformed_json", "invalid_request", "no_audience");
    }

    @Test
    void customers_that_do_not_exist_are_listed_and_nobody_gets_anything() {
        TestApi.tables().addCustomers(2);
        long campaign = campaign();

        Answer refused = api.refused(send(campaign, "{\"customer_ids\": [1, 9, 2, 7]}"), 404, "customers_not_found");

        assertThat(refused.json().at("/missing_customer_ids").toString()).isEqualTo("[7,9]");
        assertThat(api.get("/campaigns/" + campaign).text("/status")).isEqualTo("draft");
        assertThat(api.get("/campaigns/" + campaign).number("/stats/total")).isZero();
    }

    @Test
    void at_most_100_missing_customers_are_listed() {
        Answer refused =
                api.refused(send(campaign(), "{\"customer_ids\": " + ids(1, 250) + "}"), 404, "customers_not_found");

        assertThat(refused.json().at("/missing_customer_ids")).hasSize(100);
        assertThat(refused.text("/detail")).contains("250");
    }

    @Test
    void more_than_100000_ids_are_413_and_change_nothing() {
        long campaign = campaign();

        api.refused(send(campaign, "{\"customer_ids\": " + ids(1, 100_001) + "}"), 413, "too_many_customers");

        assertThat(api.get("/campaigns/" + campaign).text("/status")).isEqualTo("draft");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sending", "sent", "failed"})
    void what_has_been_sent_is_not_sent_again(String status) {
        TestApi.tables().addCustomers(1);
        long campaign = campaign();
        TestApi.tables().setStatus(campaign, status);

        api.refused(send(campaign, "{\"customer_ids\": [1]}"), 409, "wrong_status");

        assertThat(api.get("/campaigns/" + campaign).number("/stats/total")).isZero();
    }

    @Test
    void a_template_that_can_not_be_rendered_is_500_and_nothing_has_changed() {
        TestApi.tables().addCustomers(1);
        long campaign = campaign();
        TestApi.tables().run("UPDATE campaigns SET base_template = '{surname}'");

        Answer refused = api.refused(send(campaign, "{\"customer_ids\": [1]}"), 500, "internal_error");

        assertThat(refused.body()).doesNotContain("surname");
        assertThat(api.get("/campaigns/" + campaign).text("/status")).isEqualTo("draft");
        assertThat(api.get("/campaigns/" + campaign).number("/stats/total")).isZero();
    }

    private static String ids(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static long campaign() {
        TestApi.tables().addCampaigns(1);
        return 1;
    }
}
