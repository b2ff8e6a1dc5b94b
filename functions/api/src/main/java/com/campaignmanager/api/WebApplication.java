package com.campaignmanager.api;

import com.amazonaws.serverless.proxy.spring.embedded.ServerlessServletEmbeddedServerFactory;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * What of Spring Boot is used: routes behind one servlet. The routes come from {@link Api}, and every bean is named here. Left out is what is done at each cold start and nobody here asks for: properties, their conversion, logging
 * ({@code JsonLogging} has set it up), the search for annotated beans and methods, views, resource handlers, formatters,
 * validators.
 */
final class WebApplication extends SpringApplication {
    /** The servlet's name. */
    static final String SERVLET = "dispatcherServlet";

    WebApplication(List<Route> routes) {
        super(WebApplication.class);
        setWebApplicationType(WebApplicationType.SERVLET);
        setApplicationContextFactory(_ -> new ServletWebServerApplicationContext());
        setEnvironment(new StandardEnvironment());
        setBannerMode(Banner.Mode.OFF);
        setLogStartupInfo(false);
        setRegisterShutdownHook(false);
        setAddConversionService(false);
        setListeners(List.of());
        setInitializers(List.of(context -> register(routes, (GenericApplicationContext) context)));
    }

    /** There are no properties to bind. */
    @Override
    protected void bindToSpringApplication(ConfigurableEnvironment environment) {
        // see above
    }

    /** Nor is there a class to search for beans. */
    @Override
    protected void load(ApplicationContext context, Object[] sources) {
        // see above
    }

    private static void register(List<Route> routes, GenericApplicationContext context) {
        context.registerBean(ServerlessServletEmbeddedServerFactory.class, ServerlessServletEmbeddedServerFactory::new);
        context.registerBean(SERVLET, DispatcherServlet.class, RoutesOnly::new);
        context.registerBean(Routes.class, () -> new Routes(routes));
        context.registerBean(EndpointAdapter.class, EndpointAdapter::new);
        context.registerBean(ProblemExceptionResolver.class, ProblemExceptionResolver::new);
    }
}
