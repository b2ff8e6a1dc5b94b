package com.campaignmanager.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionsTest {
    private static final String PHONE = "+254712345678";
    private static final String ONE = "/suppressions/" + PHONE;

    private final TestApi api = TestApi.empty();

    @Test
    void a_phone_that_is_put_is_suppressed_for_all_channels_and_keeps_source_and_time_when_put_again() {
        Answer created = api.call(Request.put(ONE).json("{\"reason\":\"asked by letter\"}"), 201);
        assertThat(created.header("location")).hasValue("/suppressions/%2B254712345678?channel=all");
        assertThat(created.text("/phone")).isEqualTo(PHONE);
        assertThat(created.text("/channel")).isEqualTo("all");
        assertThat(created.text("/source")).isEqualTo("api");

        Answer again = api.call(Request.put(ONE), 200);

        assertThat(again.body()).isEqualTo(created.body());
        assertThat(api.get(ONE).body()).isEqualTo(created.body());
        assertThat(api.call(Request.put(ONE).json("{\"reason\":\"by phone\"}"), 200)
                        .text("/reason"))
                .isEqualTo("by phone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/suppressions/+254712345678",
                "/suppressions/%2B254712345678",
                "/suppressions/+254%20712%20345678"
            })
    void a_phone_may_be_written_in_any_way_in_the_path(String target) {
        assertThat(api.call(Request.put(target), 201).text("/phone")).isEqualTo(PHONE);
    }

    @Test
    void what_is_pending_for_the_phone_has_failed_when_the_answer_comes() {
        api.create("/customers", "{\"phone\":\"" + PHONE + "\"}");
        long campaign = api.create(
                "/campaigns", "{\"name\":\"Sale\",\"channel\":\"sms\",\"base_template\":\"Hi {first_name}\"}");
        api.call(Request.post("/campaigns/" + campaign + "/send", "{\"customer_ids\":[1]}"), 202);

        api.call(Request.put(ONE + "?channel=sms"), 201);

        Answer messages = api.get("/campaigns/" + campaign + "/messages");
        assertThat(messages.text("/data/0/status")).isEqualTo("failed");
        assertThat(messages.text("/data/0/failure_kind")).isEqualTo("suppressed");
        Answer ended = api.get("/campaigns/" + campaign);
        assertThat(ended.text("/status")).isEqualTo("failed");
        assertThat(ended.text("/status_reason")).isEqualTo("all_suppressed");
    }

    @Test
    void deleting_one_channel_of_a_suppression_of_all_leaves_the_other() {
        api.call(Request.put(ONE).json("{\"reason\":\"asked\"}"), 201);

        api.call(Request.delete(ONE + "?channel=sms"), 204);

        api.refused(Request.get(ONE + "?channel=sms"), 404, "suppression_not_found");
        Answer left = api.get(ONE + "?channel=whatsapp");
        assertThat(left.text("/channel")).isEqualTo("whatsapp");
        assertThat(left.text("/reason")).isEqualTo("asked");
        assertThat(api.get("/suppressions").number("/pagination/total_count")).isEqualTo(1);
    }

    @Test
    void deleting_without_a_channel_removes_all_and_what_is_not_there_is_no_error() {
        api.call(Request.put(ONE), 201);
        api.call(Request.put(ONE + "?channel=sms"), 201);
        assertThat(api.get(ONE).text("/channel")).isEqualTo("all");

        api.call(Request.delete(ONE), 204);

        api.refused(Request.get(ONE), 404, "suppression_not_found");
        api.call(Request.delete(ONE), 204);
    }

    @Test
    void a_suppression_of_one_channel_is_found_by_that_channel_or_by_none() {
        api.call(Request.put(ONE + "?channel=whatsapp"), 201);

        assertThat(api.get(ONE).text("/channel")).isEqualTo("whatsapp");
        assertThat(api.get(ONE + "?channel=whatsapp").text("/channel")).isEqualTo("whatsapp");
        api.refused(Request.get(ONE + "?channel=sms"), 404, "suppression_not_found");
    }

    @Test
    void the_list_shows_the_newest_first_and_leads_on() {
        for (int i = 0; i < 5; i++) {
            api.call(Request.put("/suppressions/+25471234567" + i), 201);
        }
        api.call(Request.delete("/suppressions/+254712345670"), 204);

        Answer first = api.get("/suppressions?page_size=3");

        assertThat(first.text("/data/0/phone")).isEqualTo("+254712345674");
        assertThat(first.number("/pagination/total_count")).isEqualTo(4);
        assertThat(first.link("next")).isPresent();
        assertThat(api.get("/suppressions?page=2&page_size=3").text("/data/0/phone"))
                .isEqualTo("+254712345671");
    }

    @ParameterizedTest
    @CsvSource({
        "/suppressions/nobody, bad_phone",
        "/suppressions/+254712345678?channel=email, invalid_parameter",
        "/suppressions/+254712345678?color=red, unknown_parameter"
    })
    void what_is_wrong_is_refused(String target, String code) {
        api.refused(Request.put(target), 400, code);
        api.refused(Request.get(target), 400, code);
        api.refused(Request.delete(target), 400, code);
    }

    @Test
    void a_reason_may_have_500_characters_and_an_unknown_field_is_refused() {
        api.call(Request.put(ONE).json("{\"reason\":\"" + "x".repeat(500) + "\"}"), 201);
        api.refused(Request.put(ONE).json("{\"reason\":\"" + "x".repeat(501) + "\"}"), 400, "invalid_request");
        api.refused(Request.put(ONE).json("{\"why\":\"x\"}"), 400, "invalid_request");
    }

    @Test
    void a_file_of_phones_suppresses_each_and_creates_no_customers() {
        api.call(Request.put(ONE + "?channel=sms"), 201);
        String csv = "phone,note\n+254712345678,a\n+254712345679,b\n+254712345679,b\nnobody,c\n";

        Answer report = api.call(Request.csv("/suppressions/import?channel=sms", csv.getBytes(UTF_8)), 200);

        assertThat(report.number("/created")).isEqualTo(1);
        assertThat(report.number("/updated")).isEqualTo(1);
        assertThat(report.text("/ignored_columns/0")).isEqualTo("note");
        assertThat(report.number("/rejected_count")).isEqualTo(1);
        assertThat(report.number("/rejected/0/line")).isEqualTo(5);
        assertThat(api.get("/suppressions/+254712345679").text("/source")).isEqualTo("import");
        assertThat(api.get(ONE).text("/source")).isEqualTo("api");
        assertThat(api.get("/customers").number("/pagination/total_count")).isZero();
    }

    @Test
    void a_repeated_import_with_a_key_answers_as_the_first_and_leaves_nothing_unfinished() {
        Request file = Request.csv("/suppressions/import", "phone\n+254712345678\n".getBytes(UTF_8))
                .with("idempotency-key", "a");

        String first = api.call(file, 200).body();

        assertThat(api.call(file, 200).body()).isEqualTo(first);
        assertThat(TestApi.tables().number("SELECT count(*) FROM suppressions WHERE unfinished IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void a_no_in_a_column_of_consent_suppresses_the_phone_of_the_customer_that_is_imported() {
        String csv = "phone,Accepts SMS Marketing\n+254712345678,no\n+254712345679,yes\n";

        Answer report = api.call(Request.csv("/customers/import", csv.getBytes(UTF_8)), 200);

        assertThat(report.number("/suppressed")).isEqualTo(1);
        assertThat(report.number("/created")).isEqualTo(2);
        assertThat(api.get(ONE).text("/source")).isEqualTo("import");
        assertThat(api.get("/suppressions").number("/pagination/total_count")).isEqualTo(1);
    }

    @Test
    void a_file_without_phones_or_of_more_than_5_mb_is_refused() {
        api.refused(Request.csv("/suppressions/import", "name\nAlice\n".getBytes(UTF_8)), 400, "bad_csv_header");
        byte[] large = ("phone\n" + "x".repeat(5 * 1024 * 1024)).getBytes(UTF_8);
        api.refused(Request.csv("/suppressions/import", large), 413, "file_too_large");
    }
}
