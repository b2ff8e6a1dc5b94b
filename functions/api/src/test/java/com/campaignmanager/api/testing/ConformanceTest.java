package com.campaignmanager.api.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the check of all answers notices what it is there for. */
class ConformanceTest {
    private static final String CREATED = """
            {"id": 1, "phone": "+254712345678", "first_name": "", "last_name": "", "location": "",
             "preferred_product": "", "language": "", "time_zone": "",
             "created_at": "2026-03-12T09:30:00Z", "updated_at": "2026-03-12T09:30:00Z"}
            """;
    private static final String CONFLICT = """
            {"type": "about:blank", "title": "Conflict", "status": 409, "detail": "taken", "code": "phone_taken",
             "request_id": "r1"}
            """;

    private static void check(int status, Map<String, String> headers, String body) {
        Request request = Request.post("/customers", "{\"phone\": \"+254712345678\"}");
        new Conformance().check(new Answer(request, status, headers, body));
    }

    private static Map<String, String> created() {
        return new HashMap<>(
                Map.of("Content-Type", "application/json", "X-Request-Id", "r1", "Location", "/customers/1"));
    }

    private static Map<String, String> problem() {
        return new HashMap<>(Map.of("Content-Type", "application/problem+json", "X-Request-Id", "r1"));
    }

    @Test
    void an_answer_as_described_passes() {
        assertThatCode(() -> check(201, created(), CREATED)).doesNotThrowAnyException();
        assertThatCode(() -> check(409, problem(), CONFLICT)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                "id": 1,                             |
                "id": 1,                             | "id": "1",
                "id": 1,                             | "id": 1, "nickname": "Al",
                "phone": "+254712345678"             | "phone": "0712345678"
                "created_at": "2026-03-12T09:30:00Z" | "created_at": "2026-03-12 09:30:00"
                "created_at": "2026-03-12T09:30:00Z" | "created_at": "2026-02-30T09:30:00Z"
                "created_at": "2026-03-12T09:30:00Z" | "created_at": "2026-03-12T09:30:00+03:00"
                """)
    void a_body_that_is_not_as_described_fails(String member, String instead) {
        String body = CREATED.replace(member, instead == null ? "" : instead);

        assertThatThrownBy(() -> check(201, created(), body)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                "code": "phone_taken", | "code": "other",
                "status": 409,         | "status": 400,
                "request_id": "r1"     | "request_id": "r2"
                "detail": "taken",     | "detail": "taken", "stack": "x",
                """)
    void a_problem_that_is_not_as_described_fails(String member, String instead) {
        String body = CONFLICT.replace(member, instead);

        assertThatThrownBy(() -> check(409, problem(), body)).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_status_a_media_type_or_a_header_that_is_not_as_described_fails() {
        assertThatThrownBy(() -> check(200, created(), CREATED)).isInstanceOf(AssertionError.class);
        Map<String, String> otherType = created();
        otherType.put("Content-Type", "text/plain");
        assertThatThrownBy(() -> check(201, otherType, CREATED)).isInstanceOf(AssertionError.class);
        Map<String, String> noLocation = created();
        noLocation.remove("Location");
        assertThatThrownBy(() -> check(201, noLocation, CREATED)).isInstanceOf(AssertionError.class);
        Map<String, String> noRequestId = created();
        noRequestId.remove("X-Request-Id");
        assertThatThrownBy(() -> check(201, noRequestId, CREATED)).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_request_that_was_taken_though_it_is_not_as_described_fails() {
        Request request = Request.post("/customers", "{\"phone\": \"+254712345678\", \"nickname\": \"Al\"}");

        assertThatThrownBy(() -> new Conformance().check(new Answer(request, 201, created(), CREATED)))
                .isInstanceOf(AssertionError.class);
    }
}
