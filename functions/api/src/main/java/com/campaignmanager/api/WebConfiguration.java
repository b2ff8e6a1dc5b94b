package com.campaignmanager.api;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.accept.ContentNegotiationManagerFactoryBean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * What of Spring is used: controllers behind one servlet. The controllers come from {@link Api}. Named one by one, since
 * {@code @EnableWebMvc} also makes views, resource handlers, formatters and validators, at each cold start, for nobody.
 */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    @Bean
    DispatcherServlet dispatcherServlet() {
        return new DispatcherServlet();
    }

    @Bean
    RequestMappingHandlerMapping handlerMapping() {
        RequestMappingHandlerMapping mapping = new RequestMappingHandlerMapping();
        mapping.setContentNegotiationManager(negotiation());
        return mapping;
    }

    @Bean
    RequestMappingHandlerAdapter handlerAdapter() {
        RequestMappingHandlerAdapter adapter = new RequestMappingHandlerAdapter();
        adapter.setContentNegotiationManager(negotiation());
        adapter.setMessageConverters(
                List.of(new ByteArrayHttpMessageConverter(), new MappingJackson2HttpMessageConverter(Json.MAPPER)));
        adapter.setCustomArgumentResolvers(List.of(new RequestArguments()));
        return adapter;
    }

    @Bean
    ProblemResolver handlerExceptionResolver() {
        return new ProblemResolver();
    }

    /** Spring adds a Content-Disposition to what it does not know by its ending. */
    private static ContentNegotiationManager negotiation() {
        ContentNegotiationManagerFactoryBean factory = new ContentNegotiationManagerFactoryBean();
        factory.addMediaTypes(DocsController.TYPES);
        return factory.build();
    }
}
