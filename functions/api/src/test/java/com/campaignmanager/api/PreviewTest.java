package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PreviewTest {
    private final TestApi api = TestApi.empty();

    /** The only campaign's and the only customer's ids are 1. */
    private void given(String template, String... fields) {
        ObjectNode customer = JsonMapper.shared().createObjectNode().put("phone", "+254712345678");
        for (int i = 0; i < fields.length; i += 2) {
            customer.put(fields[i], fields[i + 1]);
        }
        api.create("/customers", customer.toString());
        ObjectNode campaign = JsonMapper.shared()
                .createObjectNode()
                .put("name", "Sale")
                .put("channel", "sms")
                .put("base_template", template);
        api.create("/campaigns", campaign.toString());
    }

    private Answer preview() {
        return api.call(preview("{\"customer_id\": 1}"), 200);
    }

    private static Request preview(String body) {
        return Request.post("/campaigns/1/personalized-preview", body);
    }

    /** The Overview's examples, word for word. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                Hi {first_name}, check {preferred_product}!      | Alice |       | Shoes  | Hi Alice, check Shoes!
                Hi {first_name}, {preferred_product} is on sale! | Bob   |       | Laptop | Hi Bob, Laptop is on sale!
                """)
    void the_message_is_the_template_with_the_customers_values(
            String template, String first, String last, String product, String message) {
        given(template, "first_name", first, "last_name", last, "preferred_product", product);

        Answer preview = preview();

        assertThat(preview.text("/rendered_message")).isEqualTo(message);
        assertThat(preview.text("/used_template")).isEqualTo(template);
        assertThat(preview.json().at("/customer").toString()).isEqualTo("{\"id\":1,\"first_name\":\"" + first + "\"}");
    }

    /** The Overview's example, word for word. */
    @Test
    void a_missing_value_is_the_empty_string() {
        given("Hi {first_name} {last_name}", "first_name", "Alice");

        assertThat(preview().text("/rendered_message")).isEqualTo("Hi Alice ");
    }

    @Test
    void a_missing_value_is_the_word_after_the_bar_if_there_is_one() {
        given("Hi {first_name|Customer}{last_name|}, {location|your town}", "location", "Nairobi");

        assertThat(preview().text("/rendered_message")).isEqualTo("Hi Customer, Nairobi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{phone}",
                "{first_name}",
                "{nothing}",
                "$1",
                "$0 ${first_name}",
                "\\",
                "\\1 \\\\ \\n",
                "%s %1$s",
                "a\"b'c",
                "😀 👩‍👩‍👧",
                "مرحبا",
                "<b>&amp;</b>",
                "line\nbreak\ttab"
            })
    void a_value_goes_in_as_it_is_and_is_never_expanded_again(String value) {
        given("[{first_name}] {phone} {first_name|x}", "first_name", value);

        assertThat(preview().text("/rendered_message")).isEqualTo("[" + value + "] +254712345678 " + value);
    }

    @Test
    void other_braces_stay() {
        given("{} {\"a\": 2} {first_name} {1}", "first_name", "Al");

        assertThat(preview().text("/rendered_message")).isEqualTo("{} {\"a\": 2} Al {1}");
    }

    /** It was stored before near-misses were refused. */
    @Test
    void a_stored_template_with_near_misses_is_rendered_as_it_will_be_sent() {
        given("Hi", "first_name", "Al");
        TestApi.tables().run("UPDATE campaigns SET base_template = '{Name} {{first_name}} { first_name }'");

        assertThat(preview().text("/rendered_message")).isEqualTo("{Name} {Al} { first_name }");
    }

    @Test
    void a_near_miss_in_the_other_template_is_refused_with_what_was_probably_meant() {
        given("Hi");

        Answer refused = api.refused(
                preview("{\"customer_id\": 1, \"override_template\": \"Hi {{first_name}}\"}"),
                400,
                "unknown_placeholder");

        assertThat(refused.text("/detail")).contains("{{first_name}} (did you mean {first_name}?)");
    }

    @Test
    void a_message_of_1600_characters_takes_11_parts() {
        given("x".repeat(1590) + "{first_name}", "first_name", "0123456789");

        Answer preview = preview();

        assertThat(preview.text("/rendered_message")).hasSize(1600);
        assertThat(preview.json().at("/segments").toString())
                .isEqualTo("{\"encoding\":\"GSM-7\",\"units\":1600,\"count\":11}");
    }

    @Test
    void one_emoji_makes_the_message_ucs_2() {
        given("Hi 😀");

        assertThat(preview().json().at("/segments").toString())
                .isEqualTo("{\"encoding\":\"UCS-2\",\"units\":5,\"count\":1}");
    }

    @Test
    void another_template_can_be_tried_and_is_not_stored() {
        given("Hi {first_name}", "first_name", "Alice");

        Answer preview =
                api.call(preview("{\"customer_id\": 1, \"override_template\": \"Hello {first_name}, 5 €\"}"), 200);

        assertThat(preview.text("/rendered_message")).isEqualTo("Hello Alice, 5 €");
        assertThat(preview.text("/used_template")).isEqualTo("Hello {first_name}, 5 €");
        assertThat(api.get("/campaigns/1").text("/base_template")).isEqualTo("Hi {first_name}");
    }

    @Test
    void the_campaign_stays_as_it_was() {
        given("Hi {first_name}");
        Answer before = api.get("/campaigns/1");

        preview();

        assertThat(api.get("/campaigns/1").json()).isEqualTo(before.json());
    }

    @Test
    void an_unknown_placeholder_in_the_other_template_is_refused_by_name() {
        given("Hi");

        Answer refused = api.refused(
                preview("{\"customer_id\": 1, \"override_template\": \"{surname}\"}"), 400, "unknown_placeholder");

        assertThat(refused.text("/detail")).contains("{surname}");
        assertThat(refused.text("/errors/0/field")).isEqualTo("override_template");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                {}                                              | customer_id
                {"customer_id": null}                           | customer_id
                {"customer_id": "1"}                            | customer_id
                {"customer_id": 0}                              | customer_id
                {"customer_id": 1, "override_template": ""}     | override_template
                {"customer_id": 1, "override_template": "  "}   | override_template
                {"customer_id": 1, "override_template": 5}      | override_template
                {"customer_id": 1, "template": "Hi"}            | template
                """)
    void a_bad_field_is_refused_by_name(String body, String field) {
        given("Hi");

        Answer refused = api.refused(preview(body), 400, "invalid_request");

        assertThat(refused.text("/errors/0/field")).isEqualTo(field);
    }

    @Test
    void an_unknown_customer_is_404() {
        given("Hi");

        api.refused(preview("{\"customer_id\": 2}"), 404, "customer_not_found");
    }
}
