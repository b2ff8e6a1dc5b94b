package com.campaignmanager.api.testing;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The answer to a request. */
public record Answer(Request request, int status, Map<String, String> headers, String body) {
    public JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    /** The text or number at a JSON Pointer of the body. */
    public String text(String pointer) {
        return json().at(pointer).asString();
    }

    public long number(String pointer) {
        return json().at(pointer).longValue();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The code of a problem. */
    public String code() {
        return text("/code");
    }

    /** Where {@code Link} leads. */
    public Optional<Request> link(String relation) {
        Matcher matcher = Pattern.compile("<([^>]*)>; rel=\"" + relation + "\"")
                .matcher(header("Link").orElse(""));
        return matcher.find()
                ? Optional.of(Request.get(java.net
                        .URI
                        .create(request.path())
                        .resolve(matcher.group(1))
                        .toString()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return request + " → " + status + " " + headers + " " + body;
    }
}
