package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What concerns every call: paths, methods, media types, encodings, request ids. */
class ProtocolTest {
    private final TestApi api = TestApi.empty();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/campaigns/1/nothing",
                "/campaigns/1/send/2",
                "/Customers",
                "/customers/1/2",
                "/error",
                "/actuator"
            })
    void an_unknown_path_is_404(String path) {
        api.refused(Request.get(path), 404, "not_found");
        api.refused(Request.post(path, "{}"), 404, "not_found");
    }

    @Test
    void a_slash_at_the_end_makes_no_difference() {
        assertThat(api.get("/campaigns/").body())
                .isEqualTo(api.get("/campaigns").body());
        assertThat(api.get("/docs/").body()).isEqualTo(api.get("/docs").body());
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,    /customers,                        'GET, POST'",
        "DELETE, /customers,                        'GET, POST'",
        "PUT,    /customers/1,                      'DELETE, GET, PATCH'",
        "POST,   /customers/1,                      'DELETE, GET, PATCH'",
        "GET,    /customers/import,                 'POST'",
        "GET,    /customers/imports,                'POST'",
        "DELETE, /customers/imports,                'POST'",
        "POST,   /customers/imports/00000000-0000-0000-0000-000000000001, 'GET'",
        "PATCH,  /campaigns,                        'GET, POST'",
        "PUT,    /campaigns/1,                      'DELETE, GET, PATCH'",
        "GET,    /campaigns/1/send,                 'POST'",
        "GET,    /campaigns/1/personalized-preview, 'POST'",
        "POST,   /campaigns/1/messages,             'GET'",
        "GET,    /campaigns/1/retry,                'POST'",
        "POST,   /health,                           'GET'",
        "POST,   /openapi.yaml,                     'GET'",
        "DELETE, /docs,                             'GET'"
    })
    void another_method_is_405_and_allow_names_those_there_are(String method, String path, String allowed) {
        Answer refused = api.refused(Request.of(method, path).json("{}"), 405, "method_not_allowed");

        Set<String> methods =
                new HashSet<>(Set.of(refused.header("Allow").orElseThrow().split(", ?")));
        methods.removeAll(Set.of("HEAD", "OPTIONS"));
        assertThat(methods).containsExactlyInAnyOrder(allowed.split(", "));
    }

    @Test
    void head_is_get_without_the_body() {
        Answer head = api.call(Request.of("HEAD", "/campaigns"));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Type")).contains("application/json");
    }

    @Test
    void options_names_the_methods_there_are() {
        assertThat(api.call(Request.of("OPTIONS", "/campaigns")).header("Allow").orElseThrow())
                .contains("GET", "POST");
    }

    @Test
    void options_of_a_path_that_does_not_exist_is_404_and_allows_nothing() {
        assertThat(api.refused(Request.of("OPTIONS", "/nowhere"), 404, "not_found")
                        .header("Allow"))
                .isEmpty();
    }

    @Test
    void trace_gives_no_header_back() {
        Request trace = Request.of("TRACE", "/campaigns").with("authorization", "Bearer secret");
        assertThat(api.refused(trace, 405, "method_not_allowed").body()).doesNotContain("secret");
        api.refused(Request.of("TRACE", "/nowhere"), 404, "not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /customers,                        application/xml",
        "GET,  /campaigns/1,                      text/html",
        "POST, /campaigns,                        text/csv",
        "GET,  /openapi.yaml,                     application/json",
        "GET,  /docs,                             application/json"
    })
    void an_answer_that_accept_does_not_name_is_406(String method, String path, String accept) {
        api.refused(Request.of(method, path).json("{}").with("accept", accept), 406, "not_acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "application/json;q=0.5",
                "text/html, application/json;q=0.9",
                "application/json; charset=utf-8"
            })
    void an_accept_that_fits_is_taken(String accept) {
        api.call(Request.get("/customers").with("accept", accept), 200);
    }

    @Test
    void a_problem_is_a_problem_whatever_accept_says() {
        api.refused(Request.get("/campaigns/7").with("accept", "application/json"), 404, "campaign_not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,  /customers",
        "PATCH, /customers/1",
        "POST,  /campaigns",
        "PATCH, /campaigns/1",
        "POST,  /campaigns/1/send",
        "POST,  /campaigns/1/personalized-preview",
        "POST,  /campaigns/1/retry"
    })
    void a_body_that_is_not_json_is_415_or_400(String method, String path) {
        TestApi.tables().addCustomers(1);
        TestApi.tables().addCampaigns(1);
        Request request = Request.of(method, path);

        api.refused(request.json("{}").with("content-type", "text/plain"), 415, "unsupported_media_type");
        api.refused(request.json("{}").with("content-type", "application/xml"), 415, "unsupported_media_type");
        api.refused(
                request.json("{}").with("content-type", "application/json; charset=utf-16"),
                415,
                "unsupported_media_type");
        api.refused(request.json("{\"name\": "), 400, "malformed_json");
        api.refused(request.json("{} {}"), 400, "malformed_json");
        api.refused(request.json("{\"a\": 1, \"a\": 2}"), 400, "malformed_json");
        api.refused(request.json("[".repeat(100_000)), 400, "malformed_json");
        api.refused(request.json("").body(new byte[] {'{', (byte) 0xE9, '}'}), 400, "malformed_json");
        assertThat(api.call(request.json("[]"), 400).code()).isIn("invalid_request", "malformed_json");
    }

    @Test
    void a_json_body_with_a_byte_order_mark_is_refused_with_that_reason() {
        Answer refused =
                api.refused(Request.post("/customers", "\uFEFF{\"phone\": \"+254712345678\"}"), 400, "malformed_json");

        assertThat(refused.text("/detail")).contains("byte order mark");
    }

    @Test
    void a_compressed_body_is_415_by_its_header_or_by_its_first_bytes() throws IOException {
        byte[] gzip = gzip("{\"phone\": \"+254712345678\"}");
        Request json = Request.post("/customers", "").body(gzip);

        Answer refused = api.refused(json.with("content-encoding", "gzip"), 415, "unsupported_encoding");
        api.refused(json, 415, "unsupported_encoding");
        api.refused(Request.csv("/customers/import", gzip), 415, "unsupported_encoding");
        api.refused(Request.post("/customers", "{}").with("content-encoding", "br"), 415, "unsupported_encoding");

        assertThat(refused.text("/detail")).contains("compressed");
        api.call(
                Request.post("/customers", "{\"phone\": \"+254712345678\"}").with("content-encoding", "identity"), 201);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void a_field_without_a_name_is_refused_as_any_unknown_one() {
        Answer refused = api.refused(
                Request.post("/customers", "{\"phone\": \"+254712345678\", \"\": 1}"), 400, "invalid_request");

        assertThat(refused.text("/errors/0/field")).isEmpty();
    }

    @Test
    void json_is_utf_8_both_ways() {
        String name = "Frühjahr 😀 — ¡Hola! 春 \u2028";

        Answer created = api.call(
                Request.post(
                        "/campaigns",
                        "{\"name\": \"" + name
                                + "\", \"channel\": \"sms\", \"base_template\": \"Grüße, {first_name} 😀\"}"),
                201);

        assertThat(created.text("/name")).isEqualTo(name);
        assertThat(created.body()).contains(name);
        assertThat(api.get("/campaigns").text("/data/0/base_template")).isEqualTo("Grüße, {first_name} 😀");
    }

    @Test
    void a_body_may_come_in_base64() {
        String name = "Zoë 😀";
        Request create = Request.post("/customers", "{\"phone\": \"+254712345678\", \"first_name\": \"" + name + "\"}");

        Answer created = api.call(create.inBase64(), 201);
        Answer patched = api.call(
                Request.patch("/customers/1", "{\"last_name\": \"" + name + "\"}")
                        .with("content-type", "application/merge-patch+json")
                        .inBase64(),
                200);

        assertThat(created.text("/first_name")).isEqualTo(name);
        assertThat(patched.text("/last_name")).isEqualTo(name);
    }

    @Test
    void problems_are_utf_8() {
        Answer refused = api.refused(
                Request.post("/customers", "{\"phone\": \"+254712345678\", \"größe 😀\": 1}"), 400, "invalid_request");

        assertThat(refused.text("/errors/0/field")).isEqualTo("größe 😀");
        assertThat(refused.text("/detail")).contains("größe 😀");
        assertThat(refused.body()).contains("größe 😀");
    }

    @Test
    void each_request_has_an_id_of_its_own() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            ids.add(api.get("/health/live").header("X-Request-Id").orElseThrow());
        }
        Answer problem = api.refused(Request.get("/campaigns/7"), 404, "campaign_not_found");

        assertThat(ids).hasSize(5).doesNotContain(problem.text("/request_id"));
    }

    @Test
    void a_query_that_can_not_be_read_is_refused() {
        api.get("/customers?&&location=x=y&");
        api.refused(Request.get("/customers?location=%zz"), 400, "invalid_parameter");
        api.refused(Request.get("/customers?%zz=1"), 400, "unknown_parameter");
    }

    /** With the body that each call needs, so that the query alone is wrong. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                GET    | /customers?first_name=x
                GET    | /customers/1?page=1
                GET    | /campaigns?location=x
                GET    | /campaigns/1?expand=stats
                GET    | /campaigns/1/messages?channel=sms
                DELETE | /customers/1?force
                DELETE | /campaigns/1?force
                PATCH  | /customers/1?x=1
                PATCH  | /campaigns/1?x=1
                POST   | /customers?dry_run=true
                POST   | /campaigns?dry_run=true
                POST   | /campaigns/1/send?dry_run=true
                POST   | /campaigns/1/retry?kinds=transient
                POST   | /campaigns/1/personalized-preview?customer_id=1
                POST   | /customers/imports?name=x
                """)
    void an_unknown_parameter_is_refused_and_nothing_is_done(String method, String target) {
        TestApi.tables().addCustomers(1);
        TestApi.tables().addCampaigns(1);

        assertThat(api.call(Request.of(method, target)).status()).isEqualTo(400);

        assertThat(TestApi.tables().number("SELECT count(*) FROM customers")).isOne();
        assertThat(TestApi.tables().number("SELECT count(*) FROM campaigns WHERE status = 'draft'"))
                .isOne();
    }

    @Test
    void an_unknown_parameter_is_named_beside_those_there_are() {
        Answer refused = api.refused(Request.get("/customers?first_name=x"), 400, "unknown_parameter");

        assertThat(refused.text("/errors/0/field")).isEqualTo("first_name");
        assertThat(refused.text("/errors/0/message")).contains("location", "phone", "page_size");
        api.refused(Request.get("/campaigns?status=sent&status=draft"), 400, "invalid_parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health?utm_source=x", "/health/live?a&a", "/docs?lang=en", "/openapi.yaml?v=2"})
    void health_pages_and_the_description_ignore_their_query(String target) {
        api.get(target);
    }
}
