package com.campaignmanager.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.InitializationWrapper;
import com.amazonaws.serverless.proxy.internal.LambdaContainerHandler;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.serverless.proxy.spring.SpringBootLambdaContainerHandler;
import com.amazonaws.serverless.proxy.spring.SpringBootProxyHandlerBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.web.servlet.DispatcherServlet;

/** Starts Spring inside the serverless container, with the controllers that are given. */
final class Container {
    /** One at a time: the container hands itself to Spring by a static field. */
    private static final Object STARTING = new Object();

    private Container() {}

    static SpringBootLambdaContainerHandler<HttpApiV2ProxyRequest, AwsProxyResponse> start(List<Object> controllers) {
        LambdaContainerHandler.getContainerConfig().setDefaultContentCharset(StandardCharsets.UTF_8.name());
        sayNothingOfUnknownPaths();
        synchronized (STARTING) {
            return SpringApplication.withHook(application -> prepare(application, controllers), () -> {
                SpringBootLambdaContainerHandler<HttpApiV2ProxyRequest, AwsProxyResponse> handler = build();
                // Its access log would hold queries, and with them phone numbers.
                handler.setLogFormatter(null);
                return handler;
            });
        }
    }

    /** Spring warns of each, with the whole path, in which anything may be. The request's own line has what it may have. */
    private static void sayNothingOfUnknownPaths() {
        if (LoggerFactory.getLogger(DispatcherServlet.PAGE_NOT_FOUND_LOG_CATEGORY) instanceof Logger logger) {
            logger.setLevel(Level.OFF);
        }
    }

    private static SpringBootLambdaContainerHandler<HttpApiV2ProxyRequest, AwsProxyResponse> build()
            throws ContainerInitializationException {
        return new SpringBootProxyHandlerBuilder<HttpApiV2ProxyRequest>()
                .defaultHttpApiV2Proxy()
                .servletApplication()
                .initializationWrapper(new InitializationWrapper())
                .requestReader(new EventReader())
                .exceptionHandler(new LastResort())
                .springBootApplication(WebConfiguration.class)
                .buildAndInitialize();
    }

    /**
     * Leaves out what Spring Boot does at every start and nobody here asks for: reading application.properties and its
     * kin, setting up logging (JsonLogging has), converters for both.
     */
    private static SpringApplicationRunListener prepare(SpringApplication application, List<Object> controllers) {
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false);
        application.setAddConversionService(false);
        application.setListeners(List.of());
        application.setInitializers(List.of(context -> controllers.forEach(controller ->
                context.getBeanFactory().registerSingleton(controller.getClass().getName(), controller))));
        return new SpringApplicationRunListener() {};
    }
}
