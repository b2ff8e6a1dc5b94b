package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignsTest {
    private static final String DRAFT =
            "{\"name\": \"Sale\", \"channel\": \"sms\", \"base_template\": \"Hi {first_name}\"}";
    private static final String SCHEDULED = """
            {"name": "Launch", "channel": "whatsapp", "base_template": "Hi {first_name}",
             "scheduled_at": "2030-06-01T09:00:00+03:00", "audience": {"filter": {"location": "Nairobi"}}}
            """;

    private final TestApi api = TestApi.empty();

    @Test
    void a_new_campaign_is_a_draft_where_location_says() {
        Answer created = api.call(Request.post("/campaigns", DRAFT), 201);

        assertThat(created.text("/status")).isEqualTo("draft");
        assertThat(created.json().at("/scheduled_at").isNull()).isTrue();
        assertThat(created.json().at("/audience").isNull()).isTrue();
        assertThat(created.json().at("/stats").toString())
                .isEqualTo("{\"total\":0,\"pending\":0,\"sending\":0,\"sent\":0,\"failed\":0}");
        assertThat(api.get(created.header("Location").orElseThrow()).json()).isEqualTo(created.json());
    }

    @Test
    void a_new_campaign_with_an_instant_is_scheduled_and_shows_it_in_utc() {
        Answer created = api.call(Request.post("/campaigns", SCHEDULED), 201);

        assertThat(created.text("/status")).isEqualTo("scheduled");
        assertThat(created.text("/scheduled_at")).isEqualTo("2030-06-01T06:00:00Z");
        assertThat(created.json().at("/audience").toString()).isEqualTo("{\"filter\":{\"location\":\"Nairobi\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2030-06-01T09:00:00+0300",
                "2030-06-01T09:00:00+03",
                "2030-06-01T06:00:00Z",
                "2030-06-01t06:00z",
                "2030-06-01T11:45:00.000+05:45",
                "2030-05-31T20:30:00-0930"
            })
    void an_instant_may_have_any_offset(String written) {
        Answer created = api.call(scheduledAt(written), 201);

        assertThat(created.text("/scheduled_at")).isEqualTo("2030-06-01T06:00:00Z");
    }

    @Test
    void an_instant_more_than_five_minutes_past_is_refused() {
        Instant now = Instant.now();

        Answer refused = api.refused(scheduledAt(now.minusSeconds(301).toString()), 400, "scheduled_in_the_past");
        api.create("/campaigns", DRAFT);
        api.refused(
                Request.patch("/campaigns/1", "{\"scheduled_at\": \"2025-06-01T09:00:00Z\"}"),
                400,
                "scheduled_in_the_past");

        assertThat(refused.text("/errors/0/field")).isEqualTo("scheduled_at");
        assertThat(api.get("/campaigns").number("/pagination/total_count")).isOne();
        assertThat(api.get("/campaigns/1").text("/status")).isEqualTo("draft");
    }

    @Test
    void an_instant_just_past_is_due_now() {
        String justNow = Instant.now().minusSeconds(60).toString();

        assertThat(api.call(scheduledAt(justNow), 201).text("/status")).isEqualTo("scheduled");
    }

    private static Request scheduledAt(String written) {
        return Request.post("/campaigns", SCHEDULED.replace("2030-06-01T09:00:00+03:00", written));
    }

    @Test
    void the_last_instant_there_is_is_not_rounded_up() {
        Answer created = api.call(
                Request.post(
                        "/campaigns", SCHEDULED.replace("2030-06-01T09:00:00+03:00", "9999-12-31T23:59:59.9999999Z")),
                201);

        assertThat(created.text("/scheduled_at")).isEqualTo("9999-12-31T23:59:59.999999Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                "name": null                                   | name
                "name": "  "                                   | name
                "name": "\\u00a0\\u2007\\u202f\\ufeff\\u2003"     | name
                "base_template": "\\u00a0"                      | base_template
                "name": 5                                      | name
                "name": "a\\u0000"                              | name
                "name": "\\ud83d"                               | name
                "channel": "email"                             | channel
                "channel": "SMS"                               | channel
                "channel": null                                | channel
                "base_template": ""                            | base_template
                "base_template": "   "                         | base_template
                "base_template": null                          | base_template
                "scheduled_at": "tomorrow"                     | scheduled_at
                "scheduled_at": "2030-06-01T09:00:00"          | scheduled_at
                "scheduled_at": "2030-06-01T09:00:00+3"        | scheduled_at
                "scheduled_at": "2030-06-01T09:00:00+0360"     | scheduled_at
                "scheduled_at": "2030-02-30T09:00:00Z"         | scheduled_at
                "scheduled_at": 5                              | scheduled_at
                "status": "sent"                               | status
                "colour": "red"                                | colour
                "audience": {}                                 | audience
                "audience": []                                 | audience
                "audience": {"everyone": true}                 | audience
                "audience": {"all": false}                     | audience
                "audience": {"all": true, "customer_ids": [1]} | audience
                "audience": {"customer_ids": []}               | audience
                "audience": {"customer_ids": ["1"]}            | audience
                "audience": {"customer_ids": [0]}              | audience
                "audience": {"customer_ids": [1.5]}            | audience
                "audience": {"filter": {}}                     | audience
                "audience": {"filter": {"phone": "1"}}         | audience
                "audience": {"filter": {"location": 1}}        | audience
                """)
    void a_bad_field_is_refused_by_name(String member, String field) {
        String name = member.substring(0, member.indexOf(':'));
        String rest = DRAFT.replaceFirst("\\{", "").replaceFirst(name + ": \"[^\"]*\",? ?", "");
        String body = ("{" + member + ", " + rest).replaceFirst(",? ?}$", "}");

        Answer refused = api.refused(Request.post("/campaigns", body), 400, "invalid_request");

        assertThat(refused.text("/errors/0/field")).startsWith(field);
        assertThat(TestApi.tables().number("SELECT count(*) FROM campaigns")).isZero();
    }

    @Test
    void all_bad_fields_are_named_at_once() {
        Answer refused = api.refused(Request.post("/campaigns", "{\"channel\": \"fax\"}"), 400, "invalid_request");

        assertThat(refused.json().at("/errors").findValuesAsString("field"))
                .contains("name", "channel", "base_template");
    }

    @Test
    void a_name_may_have_200_characters_and_a_template_4096() {
        String longest = campaign("😀".repeat(200), "é".repeat(4096));
        api.call(Request.post("/campaigns", longest), 201);

        api.refused(Request.post("/campaigns", campaign("n".repeat(201), "t")), 400, "invalid_request");
        api.refused(Request.post("/campaigns", campaign("n", "t".repeat(4097))), 400, "invalid_request");
    }

    @Test
    void an_unknown_placeholder_is_refused_by_name() {
        Answer refused = api.refused(
                Request.post("/campaigns", campaign("n", "Hi {first_name} {surname} {age|0}")),
                400,
                "unknown_placeholder");

        assertThat(refused.text("/detail")).contains("{surname}", "{age}", "{preferred_product}");
        assertThat(refused.text("/errors/0/field")).isEqualTo("base_template");
    }

    @Test
    void braces_that_are_no_placeholder_are_text() {
        api.call(Request.post("/campaigns", campaign("n", "{} {1} {a: 1} }{ {first_name|}")), 201);
    }

    @Test
    void a_near_miss_of_a_placeholder_is_refused_with_what_was_probably_meant() {
        Answer refused =
                api.refused(Request.post("/campaigns", campaign("n", "Hi { first_name }")), 400, "unknown_placeholder");
        api.create("/campaigns", DRAFT);
        Answer patch = api.refused(
                Request.patch("/campaigns/1", "{\"base_template\": \"Hallo {Vorname}\"}"), 400, "unknown_placeholder");

        assertThat(refused.text("/errors/0/message")).contains("{ first_name } (did you mean {first_name}?)");
        assertThat(patch.text("/errors/0/message")).contains("{Vorname} (did you mean {first_name}?)");
        assertThat(api.get("/campaigns/1").text("/base_template")).isEqualTo("Hi {first_name}");
    }

    @Test
    void an_audience_of_customers_that_do_not_exist_is_refused_with_their_ids() {
        TestApi.tables().addCustomers(2);

        Answer refused = api.refused(
                Request.post("/campaigns", DRAFT.replace("}\"}", "}\", \"audience\": {\"customer_ids\": [9, 1, 7]}}")),
                404,
                "customers_not_found");

        assertThat(refused.json().at("/missing_customer_ids").toString()).isEqualTo("[7,9]");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ''",
        "PATCH, ''",
        "DELETE, ''",
        "POST, /send",
        "POST, /personalized-preview",
        "GET, /messages",
        "POST, /retry"
    })
    void an_unknown_campaign_is_404_and_a_bad_id_400(String method, String below) {
        api.refused(request(method, "/campaigns/7" + below), 404, "campaign_not_found");
        for (String bad : new String[] {"x", "0", "-7", "99999999999999999999"}) {
            api.refused(request(method, "/campaigns/" + bad + below), 400, "invalid_parameter");
        }
    }

    private static Request request(String method, String target) {
        Request request = Request.of(method, target);
        return switch (method) {
            case "GET", "DELETE" -> request;
            default ->
                request.json(
                        target.endsWith("preview")
                                ? "{\"customer_id\": 1}"
                                : target.endsWith("send") ? "{\"customer_ids\": [1]}" : "{}");
        };
    }

    private static String campaign(String name, String template) {
        return "{\"name\": \"%s\", \"channel\": \"sms\", \"base_template\": \"%s\"}".formatted(name, template);
    }
}
