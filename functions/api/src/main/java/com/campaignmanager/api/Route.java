package com.campaignmanager.api;

import com.campaignmanager.database.RequestTime;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * A method of a path, and the endpoint that answers it.
 *
 * @param path Spring's pattern of it: {@code /campaigns/{id}}
 * @param produces the media type of the answers, which the caller must accept
 * @param parameters the names that its query may have; empty: any names, which are ignored
 */
record Route(RequestMethod method, String path, String produces, Optional<Set<String>> parameters, Endpoint endpoint) {

    /** Answers one request. {@link ProblemMapper} answers for the exceptions that it throws. */
    @FunctionalInterface
    interface Endpoint {
        ResponseEntity<?> answer(ApiRequest request) throws Exception;
    }

    static Route get(String path, Endpoint endpoint) {
        return json(RequestMethod.GET, path, endpoint);
    }

    static Route post(String path, Endpoint endpoint) {
        return json(RequestMethod.POST, path, endpoint);
    }

    static Route put(String path, Endpoint endpoint) {
        return json(RequestMethod.PUT, path, endpoint);
    }

    static Route patch(String path, Endpoint endpoint) {
        return json(RequestMethod.PATCH, path, endpoint);
    }

    static Route delete(String path, Endpoint endpoint) {
        return json(RequestMethod.DELETE, path, endpoint);
    }

    /** A route that is answered with a file. Its query is ignored. */
    static Route file(String path, String produces, Endpoint endpoint) {
        return new Route(RequestMethod.GET, path, produces, Optional.empty(), endpoint);
    }

    /** The same route, whose requests may take so long. */
    Route within(Duration limit, Clock clock) {
        return new Route(
                method,
                path,
                produces,
                parameters,
                request -> RequestTime.within(limit, clock, () -> endpoint.answer(request)));
    }

    private static Route json(RequestMethod method, String path, Endpoint endpoint) {
        return new Route(method, path, MediaType.APPLICATION_JSON_VALUE, Optional.of(Set.of()), endpoint);
    }

    /** The same route with parameters, besides those that it has already. */
    Route withParameters(String... names) {
        return withParameters(Set.of(names));
    }

    /** The same route with the parameters of a list, besides those that it has already. */
    Route paged() {
        return withParameters(Query.PAGING);
    }

    private Route withParameters(Set<String> names) {
        Set<String> all = new HashSet<>(parameters.orElse(Set.of()));
        all.addAll(names);
        return new Route(method, path, produces, Optional.of(Set.copyOf(all)), endpoint);
    }

    /** The same route, which ignores its query. */
    Route withAnyParameters() {
        return new Route(method, path, produces, Optional.empty(), endpoint);
    }

    /** The same route with another endpoint. */
    Route answeredBy(Endpoint other) {
        return new Route(method, path, produces, parameters, other);
    }

    /** Answers a request of this route, after a look at the names in its query. */
    ResponseEntity<?> answer(ApiRequest request) throws Exception {
        parameters.ifPresent(request::requireOnly);
        return endpoint.answer(request);
    }
}
