package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with an Idempotency-Key, one after the other. */
class IdempotencyTest {
    private static final String CAMPAIGN = "{\"name\": \"Sale\", \"channel\": \"sms\", \"base_template\": \"Hi\"}";

    private final TestApi api = TestApi.empty();

    @BeforeEach
    void fill() {
        TestApi.tables().addCustomers(2);
        TestApi.tables().addCampaigns(1);
    }

    /** Everything that a POST could have changed. */
    private static String state() {
        return TestApi.tables()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT concat_ws('/', (SELECT count(*) FROM customers), (SELECT count(*) FROM campaigns),
                            (SELECT count(*) FROM outbound_messages), (SELECT count(*) FROM customer_imports),
                            (SELECT string_agg(c::text, ',' ORDER BY id) FROM campaigns AS c),
                            (SELECT string_agg(c::text, ',' ORDER BY id) FROM customers AS c))
                        """).mapTo(String.class).one());
    }

    private void isRepeated(Request request) {
        Answer first = api.call(request);
        assertThat(first.status()).isBetween(200, 299);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        String after = state();

        Answer second = api.call(request);

        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(second.header("Idempotent-Replayed")).contains("true");
        assertThat(second.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        assertThat(state()).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                /customers                        | {"phone": "+254711111111", "first_name": "Zoë 😀"}
                /campaigns                        | {"name": "Sale", "channel": "sms", "base_template": "Hi"}
                /campaigns/1/send                 | {"customer_ids": [1, 2]}
                /campaigns/1/send                 | {"audience": {"all": true}}
                /campaigns/1/personalized-preview | {"customer_id": 1}
                /customers/imports                |
                """)
    void a_repeated_post_has_the_same_answer_and_no_second_effect(String path, String body) {
        Request request = body == null ? Request.of("POST", path) : Request.post(path, body);

        isRepeated(request.withKey("key-1"));
    }

    @Test
    void a_repeated_retry_and_a_repeated_import_have_the_same_answer_and_no_second_effect() {
        api.call(Request.post("/campaigns/1/send", "{\"customer_ids\": [1, 2]}"), 202);
        TestApi.tables().failMessage(1, 1, "transient");
        byte[] file = "phone,first_name\n+254711111111,A\nx,B\n".getBytes(StandardCharsets.UTF_8);

        isRepeated(Request.post("/campaigns/1/retry", "{}").withKey("a"));
        isRepeated(Request.csv("/customers/import", file).withKey("b"));
    }

    @Test
    void a_repeated_pause_resume_and_cancel_have_the_same_answer_and_no_second_effect() {
        api.call(Request.post("/campaigns/1/send", "{\"customer_ids\": [1, 2]}"), 202);

        isRepeated(Request.of("POST", "/campaigns/1/pause").withKey("a"));
        isRepeated(Request.of("POST", "/campaigns/1/resume").withKey("b"));
        isRepeated(Request.of("POST", "/campaigns/1/cancel").withKey("c"));
        isRepeated(Request.of("POST", "/channels/sms/resume").withKey("d"));
    }

    @Test
    void a_key_may_stand_in_quotation_marks() {
        Answer first = api.call(Request.post("/campaigns", CAMPAIGN).withKey("\"a \\\" b\""), 201);
        Answer second = api.call(Request.post("/campaigns", CAMPAIGN).withKey("a \" b"), 201);

        assertThat(second.body()).isEqualTo(first.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "schlüssel", "a\tb", "\"open", "\"a\"b\""})
    void a_key_that_is_none_is_refused(String key) {
        api.refused(Request.post("/campaigns", CAMPAIGN).withKey(key), 400, "invalid_idempotency_key");
    }

    @Test
    void a_key_has_at_most_255_characters() {
        api.call(Request.post("/campaigns", CAMPAIGN).withKey("k".repeat(255)), 201);
        api.refused(Request.post("/campaigns", CAMPAIGN).withKey("k".repeat(256)), 400, "invalid_idempotency_key");
    }

    @Test
    void another_request_with_the_same_key_is_refused_and_does_nothing() {
        api.call(Request.post("/campaigns", CAMPAIGN).withKey("k"), 201);
        String before = state();

        api.refused(
                Request.post("/campaigns", CAMPAIGN.replace("Sale", "Sole")).withKey("k"),
                422,
                "idempotency_key_reused");
        api.refused(Request.post("/campaigns", "{").withKey("k"), 422, "idempotency_key_reused");
        api.refused(
                Request.post("/campaigns/1/send", "{\"customer_ids\": [1]}").withKey("k"),
                422,
                "idempotency_key_reused");

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void a_refused_request_leaves_its_key_to_the_corrected_one() {
        api.refused(Request.post("/campaigns", "{\"name\": 5}").withKey("k"), 400, "invalid_request");
        api.refused(Request.post("/campaigns/7/send", "{}").withKey("k"), 404, "campaign_not_found");

        Answer corrected = api.call(Request.post("/campaigns", CAMPAIGN).withKey("k"), 201);

        assertThat(corrected.header("Idempotent-Replayed")).isEmpty();
        assertThat(api.call(Request.post("/campaigns", CAMPAIGN).withKey("k"), 201)
                        .body())
                .isEqualTo(corrected.body());
    }

    @Test
    void what_would_be_refused_by_now_is_answered_as_it_was() {
        Request send =
                Request.post("/campaigns/1/send", "{\"customer_ids\": [1]}").withKey("k");
        Answer sent = api.call(send, 202);
        api.refused(Request.post("/campaigns/1/send", "{\"customer_ids\": [1]}"), 409, "wrong_status");

        assertThat(api.call(send, 202).body()).isEqualTo(sent.body());
    }

    @Test
    void each_caller_has_keys_of_its_own() {
        Request create = Request.post("/campaigns", CAMPAIGN).withKey("k");

        long one = api.call(create.by("one"), 201).number("/id");
        long other = api.call(create.by("other"), 201).number("/id");

        assertThat(other).isNotEqualTo(one);
        assertThat(api.call(create.by("one"), 201).number("/id")).isEqualTo(one);
    }

    @Test
    void after_24_hours_a_key_is_new_again() {
        Request create = Request.post("/campaigns", CAMPAIGN).withKey("k");
        long first = api.call(create, 201).number("/id");
        TestApi.tables().run("UPDATE idempotency_keys SET created_at = created_at - interval '23 h 59 min'");
        assertThat(api.call(create, 201).number("/id")).isEqualTo(first);
        TestApi.tables().run("UPDATE idempotency_keys SET created_at = created_at - interval '1 min'");

        Answer second = api.call(create, 201);

        assertThat(second.number("/id")).isNotEqualTo(first);
        assertThat(api.call(create, 201).body()).isEqualTo(second.body());
    }

    @Test
    void other_methods_do_not_mind_keys() {
        Request patch = Request.patch("/campaigns/1", "{\"name\": \"Other\"}").withKey("k");

        assertThat(api.call(patch, 200).header("Idempotent-Replayed")).isEqualTo(Optional.empty());
        assertThat(api.call(patch, 200).header("Idempotent-Replayed")).isEmpty();
        assertThat(TestApi.tables().number("SELECT count(*) FROM idempotency_keys"))
                .isZero();
    }
}
