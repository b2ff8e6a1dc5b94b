package com.campaignmanager.api;

import java.lang.reflect.Method;
import java.util.List;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo.BuilderConfiguration;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Finds the {@link Route} of a request as Spring does: HEAD counts as GET, OPTIONS is answered, and a request without a
 * route is refused with the reason. There are no annotations, because finding and reading them takes time at each cold start.
 */
final class Routes extends RequestMappingInfoHandlerMapping {
    private static final Method ANSWER = answer();

    private final List<Route> routes;

    Routes(List<Route> routes) {
        this.routes = routes;
    }

    private static Method answer() {
        try {
            return Route.class.getDeclaredMethod("answer", ApiRequest.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In place of a look at each bean. */
    @Override
    protected void initHandlerMethods() {
        BuilderConfiguration reading = new BuilderConfiguration();
        reading.setPatternParser(new PathPatternParser());
        reading.setContentNegotiationManager(new ContentNegotiationManager(new HeaderContentNegotiationStrategy()));
        for (Route route : routes) {
            RequestMappingInfo info = RequestMappingInfo.paths(route.path())
                    .methods(route.method())
                    .produces(route.produces())
                    .options(reading)
                    .build();
            registerMapping(info, route, ANSWER);
        }
    }

    @Override
    protected boolean isHandler(Class<?> bean) {
        return false;
    }

    @Override
    protected RequestMappingInfo getMappingForMethod(Method method, Class<?> bean) {
        throw new IllegalStateException("no bean is looked at");
    }
}
