package com.campaignmanager.api;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * A method of a path, and who answers to it.
 *
 * @param path Spring's pattern of it: {@code /campaigns/{id}}
 * @param produces the media type of the answers, which the caller must accept
 */
record Route(RequestMethod method, String path, String produces, Endpoint endpoint) {

    /** EndpointAdapter to one request. What it throws is answered by {@link ProblemMapper}. */
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

    static Route patch(String path, Endpoint endpoint) {
        return json(RequestMethod.PATCH, path, endpoint);
    }

    static Route delete(String path, Endpoint endpoint) {
        return json(RequestMethod.DELETE, path, endpoint);
    }

    /** One that is answered with a file. */
    static Route file(String path, String produces, Endpoint endpoint) {
        return new Route(RequestMethod.GET, path, produces, endpoint);
    }

    private static Route json(RequestMethod method, String path, Endpoint endpoint) {
        return new Route(method, path, MediaType.APPLICATION_JSON_VALUE, endpoint);
    }
}
