package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import com.campaignmanager.wire.FieldPatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    private static final JsonType<Instant> INSTANT = JsonTypes.instant(_ -> Optional.empty());
    private static final JsonType<String> TEXT = JsonTypes.text(text -> Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"a\":1} x", "{\"a\":1,\"a\":2}", "{'a':1}", "{\"a\":01}", "{\"a\":NaN}", "nul"})
    void what_is_no_json_is_malformed(String text) {
        assertThat(refusal(() -> JsonBody.parse(text)).code()).isEqualTo("malformed_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"a\"", "null", "true"})
    void what_is_no_object_is_invalid(String text) {
        assertThat(refusal(() -> JsonBody.parse(text)).code()).isEqualTo("invalid_request");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        JsonBody body = JsonBody.parse("""
                {"name": 1, "id": "1", "at": "noon", "ids": [1, 2.0], "other": {}}
                """);
        body.required("name", TEXT);
        body.required("id", JsonTypes.id());
        body.required("at", INSTANT);
        body.required("ids", JsonTypes.ids());
        body.required("missing", TEXT);
        assertThat(refusal(body::end).errors())
                .extracting(FieldError::field)
                .containsExactly("name", "id", "at", "ids", "missing", "other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.0", "1e3", "9223372036854775808", "\"1\"", "true", "[1]", "{}"})
    void an_id_is_a_positive_whole_number(String written) {
        JsonBody body = JsonBody.parse("{\"id\":" + written + "}");
        assertThat(body.required("id", JsonTypes.id())).isEmpty();
        assertThat(refusal(body::end).errors()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\ud83d", "\\ude00\\ud83d"})
    void a_text_holds_whole_characters_and_no_nul(String written) {
        JsonBody body = JsonBody.parse("{\"name\":\"" + written + "\"}");
        assertThat(body.required("name", TEXT)).isEmpty();
        assertThat(refusal(body::end).errors()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2030-01-01T12:00:00+03:00,2030-01-01T09:00:00Z",
        "2030-01-01T12:00:00.5Z,2030-01-01T12:00:00.500Z",
        "2030-01-01T12:00Z,2030-01-01T12:00:00Z"
    })
    void an_instant_may_have_any_offset(String written, Instant expected) {
        JsonBody body = JsonBody.parse("{\"at\":\"" + written + "\"}");
        assertThat(body.required("at", INSTANT)).contains(expected);
        body.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2030-01-01",
                "2030-01-01T12:00:00",
                "2030-02-30T12:00:00Z",
                "+10000-01-01T00:00:00Z",
                "0000-12-31T00:00:00Z"
            })
    void an_instant_without_an_offset_or_out_of_range_is_refused(String written) {
        JsonBody body = JsonBody.parse("{\"at\":\"" + written + "\"}");
        assertThat(body.required("at", INSTANT)).isEmpty();
        assertThat(refusal(body::end).errors()).hasSize(1);
    }

    @Test
    void in_a_merge_patch_absent_keeps_and_null_clears() {
        JsonBody body = JsonBody.parse("{\"cleared\":null,\"replaced\":\"x\",\"named\":null}");
        assertThat(body.change("kept", TEXT)).isEqualTo(new FieldPatch.Kept<>());
        assertThat(body.change("cleared", TEXT)).isEqualTo(new FieldPatch.Cleared<>());
        assertThat(body.change("replaced", TEXT)).isEqualTo(new FieldPatch.Replaced<>("x"));
        assertThat(body.given("named", TEXT)).isEmpty();
        assertThat(refusal(body::end).errors()).containsExactly(new FieldError("named", "must not be null"));
    }

    @Test
    void an_audience_has_one_of_three_forms() {
        assertThat(audience("{\"customer_ids\":[3,1,3]}")).contains(new Audience.Customers(List.of(1L, 3L)));
        assertThat(audience("{\"filter\":{\"location\":\"Nairobi\"}}"))
                .contains(new Audience.Filter(Optional.of("Nairobi"), Optional.empty()));
        assertThat(audience("{\"all\":true}")).contains(new Audience.All());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"all\":false}",
                "{\"all\":1}",
                "{\"customer_ids\":[]}",
                "{\"customer_ids\":null}",
                "{\"customer_ids\":[1],\"all\":true}",
                "{\"filter\":{}}",
                "{\"filter\":{\"location\":\" \"}}",
                "{\"filter\":{\"location\":null}}",
                "{\"filter\":{\"country\":\"KE\",\"location\":\"x\"}}",
                "{\"all\":true,\"other\":1}"
            })
    void any_other_audience_is_refused(String written) {
        JsonBody body = JsonBody.parse("{\"audience\":" + written + "}");
        body.required("audience", new AudienceType());
        assertThat(refusal(body::end).errors())
                .extracting(FieldError::field)
                .allMatch(field -> field.startsWith("audience"));
    }

    private static Optional<Audience> audience(String written) {
        JsonBody body = JsonBody.parse("{\"audience\":" + written + "}");
        Optional<Audience> audience = body.required("audience", new AudienceType());
        body.end();
        return audience;
    }

    private static ProblemException refusal(Runnable call) {
        return catchThrowableOfType(ProblemException.class, call::run);
    }
}
