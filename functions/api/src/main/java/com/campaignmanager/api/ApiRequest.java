package com.campaignmanager.api;

import com.campaignmanager.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
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
        return new Body(EventReader.event(request), Optional.ofNullable(request.getContentType()));
    }
}
