package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomersTest {
    private static final String ALICE = """
            {"phone": "+254712345678", "first_name": "Alice", "last_name": "Wanjiru", "location": "Nairobi",
             "preferred_product": "Shoes"}
            """;

    private final TestApi api = TestApi.empty();

    @Test
    void a_created_customer_is_where_location_says() {
        Answer created = api.call(Request.post("/customers", ALICE), 201);

        Answer read = api.get(created.header("Location").orElseThrow());

        assertThat(read.json()).isEqualTo(created.json());
        assertThat(read.text("/first_name")).isEqualTo("Alice");
        assertThat(read.text("/preferred_product")).isEqualTo("Shoes");
    }

    @Test
    void missing_fields_are_empty_strings_and_the_phone_is_e164() {
        Answer created = api.call(Request.post("/customers", "{\"phone\": \"+254 712-345 678\"}"), 201);

        assertThat(created.text("/phone")).isEqualTo("+254712345678");
        assertThat(created.json().at("/first_name").stringValue()).isEmpty();
        assertThat(created.json().at("/location").stringValue()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                {}                                                  | bad_phone       | phone
                {"phone": null}                                     | bad_phone       | phone
                {"phone": ""}                                       | bad_phone       | phone
                {"phone": "12"}                                     | bad_phone       | phone
                {"phone": "0712345678"}                             | bad_phone       | phone
                {"phone": 254712345678}                             | invalid_request | phone
                {"phone": "+254712345678", "first_name": 1}         | invalid_request | first_name
                {"phone": "+254712345678", "nickname": "Al"}        | invalid_request | nickname
                {"phone": "+254712345678", "id": 7}                 | invalid_request | id
                {"phone": "+254712345678", "first_name": "a\\u0000"} | invalid_request | first_name
                {"phone": "+254712345678", "location": "\\ud800"}    | invalid_request | location
                """)
    void a_bad_field_is_refused_by_name(String body, String code, String field) {
        Answer refused = api.call(Request.post("/customers", body), 400);

        assertThat(refused.code()).isIn(code, "invalid_request");
        assertThat(refused.text("/errors/0/field")).isEqualTo(field);
        assertThat(TestApi.tables().number("SELECT count(*) FROM customers")).isZero();
    }

    @Test
    void a_taken_phone_is_refused_with_409_however_it_is_written() {
        api.create("/customers", ALICE);
        long other = api.create("/customers", "{\"phone\": \"+254712345679\"}");

        api.refused(Request.post("/customers", "{\"phone\": \"+254 712 345 678\"}"), 409, "phone_taken");
        api.refused(Request.patch("/customers/" + other, "{\"phone\": \"+254712345678\"}"), 409, "phone_taken");
    }

    @Test
    void patch_changes_what_is_given_clears_what_is_null_and_leaves_the_rest() {
        long id = api.create("/customers", ALICE);

        Answer patched = api.call(
                Request.patch("/customers/" + id, "{\"location\": \"Mombasa\", \"preferred_product\": null}"), 200);

        assertThat(patched.text("/location")).isEqualTo("Mombasa");
        assertThat(patched.text("/preferred_product")).isEmpty();
        assertThat(patched.text("/first_name")).isEqualTo("Alice");
        assertThat(api.get("/customers/" + id).json()).isEqualTo(patched.json());
    }

    @Test
    void patch_takes_a_merge_patch_by_its_own_media_type() {
        long id = api.create("/customers", ALICE);

        Answer patched = api.call(
                Request.patch("/customers/" + id, "{\"location\": \"Mombasa\"}")
                        .with("content-type", "application/merge-patch+json"),
                200);

        assertThat(patched.text("/location")).isEqualTo("Mombasa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"phone\": null}", "{\"phone\": \"x\"}", "{\"first_name\": 1}", "{\"nickname\": \"Al\"}"})
    void a_patch_that_is_refused_changes_nothing(String patch) {
        Answer created = api.call(Request.post("/customers", ALICE), 201);
        String path = created.header("Location").orElseThrow();

        api.call(Request.patch(path, patch), 400);

        assertThat(api.get(path).json()).isEqualTo(created.json());
    }

    @Test
    void delete_answers_204_whether_or_not_there_is_such_a_customer() {
        long id = api.create("/customers", ALICE);

        api.call(Request.delete("/customers/" + id), 204);
        api.call(Request.delete("/customers/" + id), 204);

        api.refused(Request.get("/customers/" + id), 404, "customer_not_found");
        api.refused(Request.patch("/customers/" + id, "{}"), 404, "customer_not_found");
    }

    @Test
    void deleting_the_last_pending_customer_ends_the_campaign() {
        long customer = api.create("/customers", ALICE);
        long campaign = api.create(
                "/campaigns", "{\"name\": \"Sale\", \"channel\": \"sms\", \"base_template\": \"Hi {first_name}\"}");
        api.call(Request.post("/campaigns/" + campaign + "/send", "{\"customer_ids\": [" + customer + "]}"), 202);

        api.call(Request.delete("/customers/" + customer), 204);

        Answer after = api.get("/campaigns/" + campaign);
        assertThat(after.text("/status")).isEqualTo("sent");
        assertThat(after.number("/stats/total")).isZero();
    }

    @Test
    void the_list_is_filtered_by_location_product_and_phone() {
        api.create("/customers", ALICE);
        api.create("/customers", "{\"phone\": \"+254712345679\", \"location\": \"Nairobi\"}");
        api.create("/customers", "{\"phone\": \"+254712345680\", \"location\": \"Kisumu & Co\"}");

        assertThat(api.get("/customers").number("/pagination/total_count")).isEqualTo(3);
        assertThat(api.get("/customers?location=Nairobi").number("/pagination/total_count"))
                .isEqualTo(2);
        assertThat(api.get("/customers?location=Nairobi&preferred_product=Shoes")
                        .text("/data/0/first_name"))
                .isEqualTo("Alice");
        assertThat(api.get("/customers?location=Kisumu+%26%20Co").number("/pagination/total_count"))
                .isEqualTo(1);
        assertThat(api.get("/customers?phone=%2B254%20712%20345679").number("/data/0/id"))
                .isEqualTo(2);
        assertThat(api.get("/customers?phone=+254712345679").number("/data/0/id"))
                .isEqualTo(2);
        assertThat(api.get("/customers?location=Nowhere").json().at("/data")).isEmpty();
    }

    @Test
    void a_phone_filter_that_is_no_phone_is_refused() {
        api.refused(Request.get("/customers?phone=abc"), 400, "bad_phone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "-1", "1.5", "9223372036854775808"})
    void an_id_that_is_no_positive_whole_number_is_refused(String id) {
        api.refused(Request.get("/customers/" + id), 400, "invalid_parameter");
        api.refused(Request.patch("/customers/" + id, "{}"), 400, "invalid_parameter");
        api.refused(Request.delete("/customers/" + id), 400, "invalid_parameter");
    }

    @Test
    void names_in_every_script_come_back_as_they_were_given() {
        Answer created = api.call(
                Request.post("/customers", "{\"phone\": \"+254712345678\", \"first_name\": \"Zoë 😀 مريم \\\\ $1\"}"),
                201);

        assertThat(created.text("/first_name")).isEqualTo("Zoë 😀 مريم \\ $1");
    }

    @Test
    void values_are_kept_and_found_as_they_are_meant() {
        api.call(Request.post("/customers", "{\"phone\": \"+254712345671\", \"location\": \"Kisii \"}"), 201);
        api.call(Request.post("/customers", "{\"phone\": \"+254712345672\", \"location\": \"Kisii\"}"), 201);
        api.call(Request.post("/customers", "{\"phone\": \"+254712345673\", \"location\": \"kisii\"}"), 201);

        assertThat(api.get("/customers?location=KISII%20").number("/pagination/total_count"))
                .isEqualTo(3);
        assertThat(api.get("/customers/values?field=location&prefix=KI").body())
                .isEqualTo("{\"data\":[{\"value\":\"Kisii\",\"count\":3}]}");
        assertThat(api.get("/customers/values?field=preferred_product").body()).isEqualTo("{\"data\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?field=phone", "?prefix=K"})
    void values_are_listed_of_location_and_product_alone(String query) {
        Answer refused = api.refused(Request.get("/customers/values" + query), 400, "invalid_parameter");

        assertThat(refused.text("/errors/0/field")).isEqualTo("field");
    }

    @Test
    void a_language_and_a_time_zone_are_kept_in_their_canonical_form() {
        Answer created = api.call(
                Request.post(
                        "/customers",
                        "{\"phone\": \"+254712345678\", \"language\": \"PT-br\", \"time_zone\": \"africa/nairobi\"}"),
                201);
        assertThat(created.text("/language")).isEqualTo("pt-BR");
        assertThat(created.text("/time_zone")).isEqualTo("Africa/Nairobi");

        Answer patched = api.call(Request.patch("/customers/1", "{\"language\": null}"), 200);

        assertThat(patched.json().at("/language").stringValue()).isEmpty();
        assertThat(patched.text("/time_zone")).isEqualTo("Africa/Nairobi");
    }

    @ParameterizedTest
    @CsvSource({"language, en_US", "language, ?", "language, x", "time_zone, Mars/Base", "time_zone, +03:00"})
    void an_ill_formed_language_and_an_unknown_time_zone_are_refused(String field, String value) {
        Answer refused = api.refused(
                Request.post("/customers", "{\"phone\": \"+254712345678\", \"%s\": \"%s\"}".formatted(field, value)),
                400,
                "invalid_request");

        assertThat(refused.text("/errors/0/field")).isEqualTo(field);
    }
}
