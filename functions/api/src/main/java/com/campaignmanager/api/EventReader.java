package com.campaignmanager.api;

import com.amazonaws.serverless.exceptions.InvalidRequestEventException;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpApiV2HttpServletRequestReader;
import com.amazonaws.serverless.proxy.model.ContainerConfig;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.services.lambda.runtime.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Makes servlet requests of events. The query is kept from the container, whose parser fails on stray percent signs and
 * loses values with an equals sign; controllers get it as a {@link Query}.
 */
final class EventReader extends AwsHttpApiV2HttpServletRequestReader {
    private static final String QUERY = "com.campaignmanager.api.query";

    @Override
    public HttpServletRequest readRequest(
            HttpApiV2ProxyRequest event, SecurityContext security, Context context, ContainerConfig config)
            throws InvalidRequestEventException {
        String query = Optional.ofNullable(event.getRawQueryString()).orElse("");
        event.setRawQueryString("");
        event.setRawPath(readable(Optional.ofNullable(event.getRawPath()).orElse("/")));
        HttpServletRequest request = super.readRequest(event, security, context, config);
        request.setAttribute(QUERY, query);
        return request;
    }

    static String query(HttpServletRequest request) {
        return (String) request.getAttribute(QUERY);
    }

    static GatewayRequest event(HttpServletRequest request) {
        return (GatewayRequest) request.getAttribute(HTTP_API_EVENT_PROPERTY);
    }

    /** A path whose percent signs make no sense stands for itself. */
    private static String readable(String path) {
        try {
            URLDecoder.decode(path, StandardCharsets.UTF_8);
            return path;
        } catch (IllegalArgumentException e) {
            return path.replace("%", "%25");
        }
    }
}
