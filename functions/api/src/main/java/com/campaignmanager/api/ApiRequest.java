package com.campaignmanager.api;

import com.campaignmanager.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.web.servlet.HandlerMapping;

/** A request of the API: its path, its query and its body. */
final class ApiRequest {
    private final HttpServletRequest request;

    ApiRequest(HttpServletRequest request) {
        this.request = request;
    }

    /**
     * The path's {@code {id}}.
     *
     * @throws ProblemException {@code invalid_parameter}
     */
    long id() {
        return Parameters.id(variable("id"));
    }

    /**
     * The path's {@code {id}} where that is an import's.
     *
     * @throws ProblemException {@code invalid_parameter}
     */
    UUID importId() {
        return Parameters.importId(variable("id"));
    }

    /** A variable of the route's path. */
    String variable(String name) {
        Map<?, ?> variables = (Map<?, ?>) request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return (String) variables.get(name);
    }

    Query query() {
        return new Query(parameters());
    }

    /** As {@link QueryParameters#requireOnly}. */
    void requireOnly(Set<String> parameters) {
        parameters().requireOnly(parameters);
    }

    private QueryParameters parameters() {
        return new QueryParameters(EventReader.query(request));
    }

    Body body() {
        return new Body(
                EventReader.event(request), Optional.ofNullable(request.getContentType()), header("Content-Encoding"));
    }

    /** The value of a header, if the request has it. */
    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /** Who sends the request; the empty string where nobody needs a token. */
    String caller() {
        return EventReader.event(request).caller().orElse("");
    }

    /**
     * A fingerprint that only the same request has: its method, path, query and body.
     *
     * @throws ProblemException {@code malformed_json} if the body can't have been sent like this
     */
    String fingerprint() {
        MessageDigest digest = sha256();
        List.of(request.getMethod(), request.getRequestURI(), EventReader.query(request))
                .forEach(part -> {
                    digest.update(part.getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) '\n');
                });
        return HexFormat.of().formatHex(digest.digest(body().bytes()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
