package com.campaignmanager.api;

import com.campaignmanager.problem.ProblemException.FieldError;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * A refusal on the wire: {@code application/problem+json}, RFC 9457.
 *
 * @param code a stable snake_case word
 * @param more further members of the object
 */
record ProblemResponse(
        HttpStatus status,
        String code,
        String detail,
        List<FieldError> errors,
        Map<String, Object> more,
        HttpHeaders headers) {
    static final String MEDIA_TYPE = "application/problem+json";

    /** The logs' name for the id under which a request is logged. */
    static final String REQUEST_ID = "request_id";

    static ProblemResponse of(HttpStatus status, String code, String detail) {
        return new ProblemResponse(status, code, detail, List.of(), Map.of(), HttpHeaders.EMPTY);
    }

    static ProblemResponse internal() {
        return of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal_error",
                "something went wrong here; the log has it under this request id");
    }

    ProblemResponse with(String header, String value) {
        HttpHeaders all = new HttpHeaders();
        all.addAll(headers);
        all.set(header, value);
        return new ProblemResponse(status, code, detail, errors, more, all);
    }

    byte[] json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", title());
        members.put("status", status.value());
        members.put("detail", detail);
        members.put("code", code);
        members.put(REQUEST_ID, MDC.get(REQUEST_ID));
        if (!errors.isEmpty()) {
            members.put("errors", errors);
        }
        members.putAll(more);
        try {
            return Json.MAPPER.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As RFC 9110 has it; Spring has older names for two. */
    private String title() {
        return switch (status) {
            case PAYLOAD_TOO_LARGE -> "Content Too Large";
            case UNPROCESSABLE_ENTITY -> "Unprocessable Content";
            default -> status.getReasonPhrase();
        };
    }
}
