package com.campaignmanager.api;

import com.campaignmanager.problem.Problem;
import com.campaignmanager.problem.Problem.FieldError;
import com.campaignmanager.problem.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with one request, gathered before any of it is refused. */
final class Errors {
    /** More than these are of no use to anybody. */
    private static final int MOST = 100;

    private final List<FieldError> fields = new ArrayList<>();
    private final List<String> codes = new ArrayList<>();

    void add(String field, Refusal refusal) {
        if (fields.size() < MOST) {
            fields.add(new FieldError(field, refusal.message()));
            codes.add(refusal.code());
        }
    }

    /** @throws Problem with a code of its own if all errors have it, else {@code invalid_request} */
    void refuseAny() {
        if (!fields.isEmpty()) {
            boolean same = codes.stream().distinct().count() == 1;
            throw Problem.invalid(same ? codes.getFirst() : Refusal.INVALID, fields);
        }
    }
}
