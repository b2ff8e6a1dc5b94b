package com.campaignmanager.api;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The ids in paths. */
final class Parameters {
    /** The code of what is wrong in a path or a query. */
    static final String INVALID = "invalid_parameter";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");
    private static final Pattern UUID_DIGITS =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private Parameters() {}

    /** @throws ProblemException {@code invalid_parameter} */
    static long id(String written) {
        if (DIGITS.matcher(written).matches()) {
            // Nineteen digits may be more than a long holds: as an unsigned one that is negative.
            long id = Long.parseUnsignedLong(written);
            if (id > 0) {
                return id;
            }
        }
        throw bad("must be a positive whole number");
    }

    /** @throws ProblemException {@code invalid_parameter} */
    static UUID importId(String written) {
        if (isImportId(written)) {
            return UUID.fromString(written);
        }
        throw bad("must be a UUID");
    }

    static boolean isImportId(String written) {
        return UUID_DIGITS.matcher(written).matches();
    }

    private static ProblemException bad(String message) {
        return ProblemException.invalid(INVALID, List.of(new FieldError("id", message)));
    }
}
