package com.campaignmanager.api;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header by which a caller makes a request repeatable:
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/. There its value is a quoted string of RFC
 * 8941; many clients send it without the quotation marks.
 */
final class KeyHeader {
    static final String NAME = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[ -~]{1,255}");
    private static final String QUOTE = "\"";
    private static final Pattern QUOTED = Pattern.compile("\"((?:[ -~&&[^\"\\\\]]|\\\\[\"\\\\])*)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private KeyHeader() {}

    /**
     * The request's key, if it has one.
     *
     * @throws ProblemException {@code invalid_idempotency_key}
     */
    static Optional<String> of(ApiRequest request) {
        return request.header(NAME).map(KeyHeader::key);
    }

    private static String key(String written) {
        String value = written.strip();
        Matcher quoted = QUOTED.matcher(value);
        boolean isQuoted = quoted.matches();
        String key = isQuoted ? ESCAPED.matcher(quoted.group(1)).replaceAll("$1") : value;
        if (!KEY.matcher(key).matches() || !isQuoted && value.startsWith(QUOTE)) {
            throw ProblemException.invalid(
                    "invalid_idempotency_key",
                    List.of(new FieldError(
                            NAME, "must have 1 to 255 printable ASCII characters, in quotation marks or not")));
        }
        return key;
    }
}
