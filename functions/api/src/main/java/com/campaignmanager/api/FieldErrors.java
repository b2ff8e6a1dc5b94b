package com.campaignmanager.api;

import com.campaignmanager.problem.InvalidValue;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with one request, gathered before any of it is refused. */
final class FieldErrors {
    /** More than these are of no use to anybody. */
    private static final int MAX_FIELDS = 100;

    private final List<FieldError> fields = new ArrayList<>();
    private final List<String> codes = new ArrayList<>();

    void add(String field, InvalidValue refusal) {
        if (fields.size() < MAX_FIELDS) {
            fields.add(new FieldError(field, refusal.message()));
            codes.add(refusal.code());
        }
    }

    /** @throws ProblemException with a code of its own if all errors have it, else {@code invalid_request} */
    void refuseAny() {
        if (!fields.isEmpty()) {
            boolean same = codes.stream().distinct().count() == 1;
            throw ProblemException.invalid(same ? codes.getFirst() : InvalidValue.INVALID, fields);
        }
    }
}
