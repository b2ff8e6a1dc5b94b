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
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.accept.ContentNegotiationManagerFactoryBean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * What of Spring Boot is used: controllers behind one servlet. The controllers come from {@link Api}, and every bean is
 * named here. Left out is what is done at each cold start and nobody here asks for: properties, their conversion, logging
 * ({@code JsonLogging} has set it up), the search for annotated beans, views, resource handlers, formatters, validators.
 */
final class WebApplication extends SpringApplication {
    /** The servlet's name. */
    static final String SERVLET = "dispatcherServlet";

    WebApplication(List<Object> controllers) {
        super(WebApplication.class);
        setWebApplicationType(WebApplicationType.SERVLET);
        setApplicationContextFactory(_ -> new ServletWebServerApplicationContext());
        setEnvironment(new StandardEnvironment());
        setBannerMode(Banner.Mode.OFF);
        setLogStartupInfo(false);
        setRegisterShutdownHook(false);
        setAddConversionService(false);
        setListeners(List.of());
        setInitializers(List.of(context -> register(controllers, (GenericApplicationContext) context)));
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

    private static void register(List<Object> controllers, GenericApplicationContext context) {
        context.registerBean(ServerlessServletEmbeddedServerFactory.class, ServerlessServletEmbeddedServerFactory::new);
        context.registerBean(SERVLET, DispatcherServlet.class, () -> new DispatcherServlet());
        context.registerBean(RequestMappingHandlerMapping.class, WebApplication::mapping);
        context.registerBean(RequestMappingHandlerAdapter.class, WebApplication::adapter);
        context.registerBean(ProblemResolver.class, ProblemResolver::new);
        controllers.forEach(controller ->
                context.getBeanFactory().registerSingleton(controller.getClass().getName(), controller));
    }

    private static RequestMappingHandlerMapping mapping() {
        RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
        mapping.setContentNegotiationManager(negotiation());
        return mapping;
    }

    private static RequestMappingHandlerAdapter adapter() {
        RequestMappingHandlerAdapter adapter = new RequestMappingHandlerAdapter();
        adapter.setContentNegotiationManager(negotiation());
        adapter.setMessageConverters(
                List.of(new ByteArrayHttpMessageConverter(), new MappingJackson2HttpMessageConverter(Json.MAPPER)));
        adapter.setCustomArgumentResolvers(List.of(new RequestArguments()));
        return adapter;
    }

    /** Spring adds a Content-Disposition to what it does not know by its ending. */
    private static ContentNegotiationManager negotiation() {
        ContentNegotiationManagerFactoryBean factory = new ContentNegotiationManagerFactoryBean();
        factory.addMediaTypes(DocsController.TYPES);
        return factory.build();
    }
}
