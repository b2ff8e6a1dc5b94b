package com.campaignmanager.problem;

import java.util.List;
import java.util.Map;

/** A refusal, in words for the caller. Nothing has been changed when it is thrown. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal; how it looks on the wire is for the API to say. */
    public enum Kind {
        INVALID,
        NOT_FOUND,
        CONFLICT,
        TOO_LARGE,
        /** The body comes in a form that is not taken. */
        UNSUPPORTED,
        /** The request contradicts an earlier one that it names. */
        CONTRADICTORY,
        /** The same request is being answered at this moment; its answer can be had soon. */
        IN_PROGRESS,
        UNAVAILABLE
    }

    /** A field that is wrong, by its name in the request, and why. */
    public record FieldError(String field, String message) {}

    private final Kind kind;
    private final String code;
    private final transient List<FieldError> errors;
    private final transient Map<String, Object> more;

    private ProblemException(Kind kind, String code, String detail, List<FieldError> errors, Map<String, Object> more) {
        super(detail);
        this.kind = kind;
        this.code = code;
        this.errors = List.copyOf(errors);
        this.more = Map.copyOf(more);
    }

    /** @param code a stable snake_case word, documented in {@code openapi.yaml} */
    public static ProblemException of(Kind kind, String code, String detail) {
        return new ProblemException(kind, code, detail, List.of(), Map.of());
    }

    /** Fields that are wrong: {@code code} says what is wrong with the first of them, or {@code invalid_request}. */
    public static ProblemException invalid(String code, List<FieldError> errors) {
        String detail = errors.getFirst().field() + ": " + errors.getFirst().message();
        return new ProblemException(Kind.INVALID, code, detail, errors, Map.of());
    }

    /** The same with further members, such as {@code missing_customer_ids}. */
    public ProblemException with(String name, Object value) {
        return new ProblemException(kind, code, getMessage(), errors, Map.of(name, value));
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** Further members of the answer. */
    public Map<String, Object> more() {
        return more;
    }
}
